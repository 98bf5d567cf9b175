namespace GrafanaGitOps.Service.Events;

/// <summary>One attempt of an operator to make the cluster match a revision. The ledger holds each once, by <see cref="Key"/>.</summary>
public sealed record SyncAttempt
{
    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>The same for the same attempt, wherever it is seen; begins with the object's uid.</summary>
    public required string Key { get; init; }

    /// <summary>When it began.</summary>
    public required Moment Started { get; init; }

    /// <summary>When it ended; null while it runs, and where nobody wrote it down (<see cref="Phase"/> tells which).</summary>
    public Moment? Finished { get; init; }

    /// <summary>How far it is, or how it ended.</summary>
    public required SyncPhase Phase { get; init; }

    /// <summary>What for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>Whether it covered the whole application and was meant to change it: only such a sync, when it succeeds, moves the deployed revision.</summary>
    public bool Complete { get; init; }

    /// <summary>Somebody stopped it.</summary>
    public bool Terminated { get; init; }

    /// <summary>Who began it.</summary>
    public Initiator Initiator { get; init; } = new(null, null);

    /// <summary>How often it was tried again.</summary>
    public long Retries { get; init; }

    /// <summary>What was synced to, per source.</summary>
    public IReadOnlyList<SyncedSource> Sources { get; init; } = [];

    /// <summary>What became of each resource; empty where the operator does not keep it.</summary>
    public ResourceResults Resources { get; init; } = ResourceResults.None;

    /// <summary>What the operator says about it.</summary>
    public string? Message { get; init; }

    /// <summary>Where it was read.</summary>
    public required SeenIn SeenIn { get; init; }

    /// <summary>Argo CD's history id or Helm's revision number; null where there is none.</summary>
    public long? HistoryId { get; init; }

    /// <summary>
    /// Whether this is the operator's routine look at what <paramref name="latest"/>, the last attempt that is recorded, says already. Flux marks each
    /// look in the same conditions as each change, so an attempt with <see cref="IsRepeatable"/> counts only when something is different.
    /// </summary>
    public bool Repeats(SyncAttempt? latest) =>
        IsRepeatable && latest is not null && latest.Phase == Phase && latest.Kind == Kind
        && latest.Sources.Select(source => source.Revision?.Text).SequenceEqual(Sources.Select(source => source.Revision?.Text));

    /// <summary>True for attempts that were read from conditions which change at each look: see <see cref="Repeats"/>.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>One record from two sights of the same attempt: an end beats none, then what knows more; bounds of times are narrowed.</summary>
    public static SyncAttempt Merge(SyncAttempt stored, SyncAttempt seen)
    {
        if (stored.Finished is null != seen.Finished is null) return stored.Finished is null ? seen : stored;
        var (better, other) = seen.SeenIn >= stored.SeenIn ? (seen, stored) : (stored, seen);
        return better with
        {
            Started = better.Started.Narrow(other.Started),
            Finished = better.Finished is { } end && other.Finished is { } otherEnd ? end.IsExact ? end : end.Narrow(otherEnd) : better.Finished,
            HistoryId = better.HistoryId ?? other.HistoryId,
            Phase = better.Phase == SyncPhase.Unknown ? other.Phase : better.Phase,
            Message = better.Message ?? other.Message,
            // What history called a rollback may have lost the entries that prove it.
            Kind = other.Kind == SyncKind.Rollback ? other.Kind : better.Kind,
            Retries = Math.Max(better.Retries, other.Retries),
        };
    }
}

/// <summary>Who began a sync.</summary>
/// <param name="User">Name as the operator writes it; null when it was nobody or is not known.</param>
/// <param name="Automated">The operator itself; null when it is not known.</param>
public sealed record Initiator(string? User, bool? Automated);

/// <summary>A source as one sync used it.</summary>
/// <param name="RepoUrl">URL without credentials.</param>
/// <param name="Path">Path in the repository.</param>
/// <param name="Chart">Name of the Helm chart.</param>
/// <param name="TargetRevision">What was followed.</param>
/// <param name="Revision">What that was at the time.</param>
/// <param name="Origin">The commit that an OCI artifact was made from, when it says so.</param>
public sealed record SyncedSource(
    string? RepoUrl, string? Path, string? Chart, string? TargetRevision, RevisionRef? Revision, RevisionRef? Origin = null);
