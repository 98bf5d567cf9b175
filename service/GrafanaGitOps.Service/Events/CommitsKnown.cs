namespace GrafanaGitOps.Service.Events;

/// <summary>Whether the commits between two revisions of an application are known, and if not, why. The store keeps the numbers.</summary>
public enum CommitsKnown
{
    /// <summary>All of them.</summary>
    Exactly = 0,

    /// <summary>Nothing is known of what was deployed before, so nobody can say what is new.</summary>
    NoRevisionBefore = 1,

    /// <summary>No indexed repository has the URL of the application's source.</summary>
    RepositoryNotIndexed = 2,

    /// <summary>The repository is indexed, but not (yet) this revision.</summary>
    RevisionNotIndexed = 3,

    /// <summary>The revision names no commit: a chart version or an artifact without an origin.</summary>
    NotGit = 4,

    /// <summary>Nothing is deployed, or the operator has not said what should be.</summary>
    NoRevision = 5,

    /// <summary>The range is larger than what is looked through.</summary>
    TooMany = 6,

    /// <summary>All that are known, but not all files that count could be read or known: there may be more.</summary>
    AtLeast = 7,
}

/// <summary>How the paths of an application are known. The store keeps the numbers.</summary>
public enum PathsKnown
{
    /// <summary>Not looked at, or no git source.</summary>
    No = 0,

    /// <summary>From the source and all that its kustomization reaches at the revision.</summary>
    FromGit = 1,

    /// <summary>From the application's own annotation; or from its fields, because the files could not be read: then the notice says why.</summary>
    FromSpec = 2,

    /// <summary>From git, but for files that could not be read or cannot be known: see the notice.</summary>
    InPart = 3,
}
