using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What to watch of a kind.</summary>
public sealed record ResourceWatcherOptions
{
    /// <summary>Namespaces, each listed and watched by itself; empty watches all with one watch. Only for kinds that live in namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Only objects that carry these labels; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>What an earlier run knew; null when there was none, so that everything found is <see cref="ResourceChangeKind.Listed"/>.</summary>
    public WatchBaseline? Baseline { get; init; }

    /// <summary>Changes that wait for a slow reader before the watch itself waits. Default 256.</summary>
    public int Capacity { get; init; } = 256;

    internal WatchTimings Timings { get; init; } = new();
}

/// <summary>What an earlier run had handed out, so that this one tells what changed in between.</summary>
/// <param name="Objects">The objects as last handed out.</param>
/// <param name="LastAlive">When that run last heard from the server (<see cref="WatchState.LastAlive"/>); null when nobody knows.</param>
public sealed record WatchBaseline(IReadOnlyCollection<ObjectVersion> Objects, DateTimeOffset? LastAlive)
{
    /// <summary>The same for namespaces that were watched each by itself; what is not in it counts by <see cref="LastAlive"/>.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Namespaces { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>When the watch of this namespace, or of all, last heard from the server.</summary>
    public DateTimeOffset? LastAliveIn(string? @namespace) =>
        @namespace is not null && Namespaces.TryGetValue(@namespace, out var own) ? own : LastAlive;
}
