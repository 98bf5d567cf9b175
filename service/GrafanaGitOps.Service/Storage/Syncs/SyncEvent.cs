using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>A sync attempt of the ledger as queries read it.</summary>
public sealed record SyncEvent
{
    /// <summary>Number of the row; grows in the order of recording.</summary>
    public required long Id { get; init; }

    /// <summary>Whose.</summary>
    public required ApplicationId Application { get; set; }

    /// <summary>Where the application belongs now; null when nothing places it.</summary>
    public string? Environment { get; set; }

    /// <summary>Its Argo CD project.</summary>
    public string? Project { get; set; }

    /// <summary>When it began.</summary>
    public required Moment Started { get; init; }

    /// <summary>When it ended; null while it runs, and where nobody wrote it down.</summary>
    public Moment? Finished { get; init; }

    /// <summary>How far it is, or how it ended.</summary>
    public required SyncPhase Phase { get; init; }

    /// <summary>What for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>Whether it covered the whole application and was meant to change it.</summary>
    public bool Complete { get; init; }

    /// <summary>Somebody stopped it.</summary>
    public bool Terminated { get; init; }

    /// <summary>Where it was read.</summary>
    public required SeenIn SeenIn { get; init; }

    /// <summary>It moved the deployed revision.</summary>
    public bool Deployment { get; init; }

    /// <summary>Whether the commits that it brought are known; null while nobody has looked.</summary>
    public CommitsKnown? CommitsKnown { get; init; }

    /// <summary>How many commits of the application it brought; null when not known.</summary>
    public long? Commits { get; init; }

    /// <summary>Argo CD's history id or Helm's revision number.</summary>
    public long? HistoryId { get; init; }

    /// <summary>How often it was tried again.</summary>
    public long Retries { get; init; }

    /// <summary>Who began it.</summary>
    public Initiator Initiator { get; init; } = new(null, null);

    /// <summary>What was synced to, as the operator names it; of several sources the first that has a revision.</summary>
    public string? Revision
    {
        get;
        init => (field, RevisionParts) = (value, RevisionRef.Parse(value));
    }

    /// <summary>The same of the deployment before.</summary>
    public string? PreviousRevision
    {
        get;
        init => (field, PreviousParts) = (value, RevisionRef.Parse(value));
    }

    /// <summary>How many resources it covered, changed, and so on; the results of single ones are not read.</summary>
    public required ResourceResults Resources { get; init; }

    /// <summary>What the operator says about it.</summary>
    public string? Message { get; init; }

    /// <summary>What was synced to, per source.</summary>
    public IReadOnlyList<SyncedSource> Sources { get; init; } = [];

    /// <summary>Name of the indexed repository that holds <see cref="Commit"/>; null when there is none that is known.</summary>
    public string? Repository { get; set; }

    /// <summary>Object id of the commit that <see cref="Revision"/> is, or was made from; null when it is none.</summary>
    public string? Commit { get; init; }

    /// <summary>The revision is an artifact that was made from <see cref="Commit"/>.</summary>
    public bool IsArtifact { get; init; }

    /// <summary><see cref="Revision"/> taken apart.</summary>
    internal RevisionRef? RevisionParts { get; private init; }

    /// <summary><see cref="PreviousRevision"/> taken apart.</summary>
    internal RevisionRef? PreviousParts { get; private init; }

    /// <summary>The end where it is known, else the beginning: the moment from which it counts.</summary>
    public Moment Time => Finished ?? Started;
}
