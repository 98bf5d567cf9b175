using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What happened to an object.</summary>
public enum ResourceChangeKind
{
    /// <summary>It was there when watching began, new to us or unchanged since the last run.</summary>
    Listed,

    /// <summary>It was created.</summary>
    Added,

    /// <summary>It was changed.</summary>
    Modified,

    /// <summary>It was deleted. An object that is created again under its name is another one, with another uid.</summary>
    Deleted,

    /// <summary>A whole list was compared: everything that was true at its moment has been handed out.</summary>
    Synced,
}

/// <summary>A change of an object, or the end of a list.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Key">Which object, in which version; for <see cref="ResourceChangeKind.Synced"/> only the namespace that was listed, empty for all.</param>
/// <param name="Object">The object after the change, or as it last was before it was deleted; null when it was deleted while nobody watched.</param>
/// <param name="ObservedAt">When we saw it.</param>
/// <param name="NotBefore">
/// Null: seen as it happened. Else nobody watched, and it happened after this moment (<see cref="WatchGap.Unknown"/>: whenever) and before
/// <paramref name="ObservedAt"/>.
/// </param>
public sealed record ResourceChange<T>(ResourceChangeKind Kind, ObjectVersion Key, T? Object, DateTimeOffset ObservedAt, DateTimeOffset? NotBefore);
