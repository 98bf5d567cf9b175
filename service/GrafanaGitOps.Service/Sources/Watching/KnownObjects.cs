using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What an object is compared to what is known of it.</summary>
internal enum Comparison
{
    /// <summary>Never handed out.</summary>
    New,

    /// <summary>Handed out in another version.</summary>
    Changed,

    /// <summary>Another object of the same name was handed out.</summary>
    Replaced,

    /// <summary>Handed out in this version by an earlier run, not yet by this one.</summary>
    Unchanged,

    /// <summary>Nothing to do: handed out, or refused by its parser, in this very version.</summary>
    Same,
}

/// <summary>
/// The objects that were handed out, so that a list tells what has changed since. Every version counts once, whether a list, a watch or both bring it.
/// </summary>
internal sealed class KnownObjects
{
    private readonly Dictionary<(string Namespace, string Name), Entry> _objects = [];
    private int _list;

    public int Count => _objects.Count;

    /// <summary>Marks the beginning of a list: objects not seen from here to <see cref="EndList"/> are gone.</summary>
    public void BeginList() => _list++;

    /// <summary>Takes over what an earlier run knew.</summary>
    public void Restore(ObjectVersion known) =>
        _objects[(known.Namespace, known.Name)] = new Entry(known.Uid, known.ResourceVersion, _list, Standing.Restored);

    /// <summary>Compares an object, and marks its name as seen.</summary>
    public Comparison Compare(in ObjectVersion meta)
    {
        var key = (meta.Namespace, meta.Name);
        if (!_objects.TryGetValue(key, out var entry)) return Comparison.New;
        _objects[key] = entry with { SeenIn = _list };
        if (entry.Uid != meta.Uid) return entry.Standing == Standing.Rejected ? Comparison.New : Comparison.Replaced;
        if (entry.ResourceVersion == meta.ResourceVersion)
            return entry.Standing == Standing.Restored ? Comparison.Unchanged : Comparison.Same;
        return entry.Standing == Standing.Rejected ? Comparison.New : Comparison.Changed;
    }

    /// <summary>Remembers a version that was handed out, or that its parser refused.</summary>
    public void Set(in ObjectVersion meta, bool isDelivered)
    {
        var key = (meta.Namespace, meta.Name);
        var isOld = _objects.TryGetValue(key, out var entry) && entry.Uid == meta.Uid;
        var standing = isDelivered ? Standing.Delivered : isOld ? entry.Standing : Standing.Rejected;
        _objects[key] = new Entry(meta.Uid, meta.ResourceVersion, _list, standing);
    }

    /// <summary>Forgets an object; returns it if it had been handed out.</summary>
    public ObjectVersion? Remove(string @namespace, string name) =>
        _objects.Remove((@namespace, name), out var entry) && entry.Standing != Standing.Rejected ? ToKnown((@namespace, name), entry) : null;

    /// <summary>Forgets the objects that the list did not have; returns those that had been handed out.</summary>
    public List<ObjectVersion> EndList()
    {
        var gone = _objects.Where(known => known.Value.SeenIn != _list).ToList();
        foreach (var (key, _) in gone) _objects.Remove(key);
        return [.. gone.Where(known => known.Value.Standing != Standing.Rejected).Select(known => ToKnown(known.Key, known.Value))];
    }

    private static ObjectVersion ToKnown((string Namespace, string Name) key, Entry entry) => new(key.Namespace, key.Name, entry.Uid, entry.ResourceVersion);

    private enum Standing
    {
        Rejected,
        Restored,
        Delivered,
    }

    private readonly record struct Entry(string Uid, string ResourceVersion, int SeenIn, Standing Standing);
}
