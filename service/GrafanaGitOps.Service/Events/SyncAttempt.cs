namespace GrafanaGitOps.Service.Events;

/// <summary>One attempt of an operator to make the cluster match a revision. The ledger holds each once, by <see cref="Key"/>.</summary>
public sealed record SyncAttempt
{
    private const string NobodySaw = "Ended while nobody watched; the operator does not say how.";

    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>The same for the same attempt, wherever it is seen; begins with the object's uid.</summary>
    public required string Key { get; init; }

    /// <summary>Names under which it may be recorded already, because it was seen before the operator had written down its name.</summary>
    public IReadOnlyList<string> OtherKeys { get; init; } = [];

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
    /// look in the same places as each change, so an attempt with <see cref="IsRepeatable"/> counts only when something is different.
    /// </summary>
    public bool Repeats(SyncAttempt? latest) =>
        IsRepeatable && latest is not null && latest.Phase == Phase && latest.Kind == Kind && HaveSameSources(latest);

    /// <summary>True for attempts that were read from what changes at each look: see <see cref="Repeats"/>.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether it runs, as far as is known.</summary>
    internal bool IsRunning => Phase is SyncPhase.Running or SyncPhase.Terminating;

    /// <summary>The same with what a later look that repeats it adds: it was tried again.</summary>
    public SyncAttempt TriedAgain(SyncAttempt later) =>
        later.Retries <= Retries ? this : this with { Retries = later.Retries, Finished = later.Finished };

    /// <summary>The same as one that ended within the bounds, when nobody saw how.</summary>
    public SyncAttempt EndedUnseen(Moment ended) => this with { Phase = SyncPhase.Unknown, Finished = ended, Message = NobodySaw };

    /// <summary>
    /// The same with the bounds of a look that brought it. Where the operator wrote down only its last repetition, this is the first of those when
    /// somebody watched.
    /// </summary>
    public SyncAttempt SeenWithin(Moment look)
    {
        if (!IsRepeatable || Finished is not { IsExact: false } end) return this;
        if (look.IsExact) return this with { Started = Moment.Exactly(Started.NotAfter), Finished = Moment.Exactly(end.NotAfter) };
        // Operators write whole seconds.
        var since = look.NotBefore is { } time ? DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()) : (DateTimeOffset?)null;
        return this with { Finished = end.Narrow(Moment.Between(since, end.NotAfter)) };
    }

    /// <summary>One record from two sights of the same attempt: an end beats none, then what knows more; bounds of times are narrowed.</summary>
    public static SyncAttempt Merge(SyncAttempt stored, SyncAttempt seen)
    {
        if (stored.Rank != seen.Rank) return stored.Rank < seen.Rank ? seen : stored;
        var (better, other) = seen.SeenIn >= stored.SeenIn ? (seen, stored) : (stored, seen);
        // Each try of a running one has words of its own, and those of the last one hold.
        if (seen.IsRunning && seen.SeenIn == stored.SeenIn && stored.Retries > seen.Retries) (better, other) = (stored, seen);
        var phase = better.Phase == SyncPhase.Unknown ? other.Phase : better.Phase;
        return better with
        {
            Started = Closer(better.Started, other.Started),
            Finished = seen.IsRunning ? null
                : better.Finished is { } end && other.Finished is { } otherEnd ? Closer(end, otherEnd) : better.Finished,
            HistoryId = better.HistoryId ?? other.HistoryId,
            Phase = phase,
            Message = Known(better.Message) ?? (seen.IsRunning ? null : Known(other.Message)) ?? (phase == SyncPhase.Unknown ? better.Message ?? other.Message : null),
            // What history called a rollback may have lost the entries that prove it.
            Kind = better.Kind == SyncKind.Full && other.Kind == SyncKind.Rollback ? other.Kind : better.Kind,
            Retries = Math.Max(better.Retries, other.Retries),
        };
    }

    /// <summary>Operators cut times to seconds, so bounds may miss an exact time by one.</summary>
    private static Moment Closer(Moment better, Moment other) => better.IsExact ? better : other.IsExact ? other : better.Narrow(other);

    /// <summary>How much a sight knows of the end: Argo CD dates the end of each try of one that runs.</summary>
    private int Rank => IsRunning ? 0 : Finished is null ? 1 : 2;

    private static string? Known(string? message) => message == NobodySaw ? null : message;

    private bool HaveSameSources(SyncAttempt other) =>
        Sources.Count == other.Sources.Count && Sources.Zip(other.Sources).All(pair =>
            pair.First.Content is { } content && pair.Second.Content is { } otherContent
                ? content == otherContent : pair.First.Revision?.Text == pair.Second.Revision?.Text);
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
    string? RepoUrl, string? Path, string? Chart, string? TargetRevision, RevisionRef? Revision, RevisionRef? Origin = null)
{
    /// <summary>
    /// Names what was made of it, where the operator does: the same text means that the same was deployed, whatever the revision, another one that
    /// something else was.
    /// </summary>
    public string? Content { get; init; }
}
