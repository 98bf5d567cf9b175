using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Objects;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>An object in one version, as the API gives it.</summary>
internal sealed record StoredObject(
    ApiKind Kind, string Namespace, string Name, long Version, byte[] Json, IReadOnlyDictionary<string, string> Labels);

/// <summary>What happened to an object.</summary>
internal sealed record ObjectEvent(bool IsNew, StoredObject Object);

/// <summary>The objects of one cluster and their last changes, for many readers at once.</summary>
internal sealed class ClusterObjects
{
    /// <summary>Changes that watches can go on from; older ones are gone, as in a real cluster.</summary>
    private const int Remembered = 200;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Kind, string Namespace, string Name), StoredObject> _objects = [];
    private readonly Queue<ObjectEvent> _events = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 1;
    private long _forgotten;

    /// <summary>Gives the object its next version and keeps it as it is now.</summary>
    public StoredObject Put(DemoObject changed)
    {
        TaskCompletionSource waiting;
        StoredObject stored;
        lock (_gate)
        {
            changed.ResourceVersion = ++_version;
            var json = changed.Render();
            var bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
            stored = new StoredObject(changed.Kind, changed.Namespace, changed.Name, _version, bytes, Labels(json));
            var key = (changed.Kind.Plural, changed.Namespace, changed.Name);
            _events.Enqueue(new ObjectEvent(!_objects.ContainsKey(key), stored));
            if (_events.Count > Remembered) _forgotten = _events.Dequeue().Object.Version;
            _objects[key] = stored;
            (waiting, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
        return stored;
    }

    /// <summary>The objects of a kind, by namespace and name, and the version of the whole.</summary>
    public (IReadOnlyList<StoredObject> Objects, string Version) List(ApiKind kind)
    {
        lock (_gate) return ([.. _objects.Values.Where(one => one.Kind == kind)], _version.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Every change after a version, the version now, and what completes at the next change. Null when it is too old to go on from.
    /// </summary>
    public (IReadOnlyList<ObjectEvent> Events, long Version, Task Next)? After(long version)
    {
        lock (_gate)
        {
            if (version < _forgotten) return null;
            return ([.. _events.Where(one => one.Object.Version > version)], _version, _next.Task);
        }
    }

    private static Dictionary<string, string> Labels(JsonObject json) =>
        json["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);
}
