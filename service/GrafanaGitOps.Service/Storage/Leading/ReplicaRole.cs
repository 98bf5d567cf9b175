namespace GrafanaGitOps.Service.Storage.Leading;

/// <summary>What this replica does beside answering.</summary>
public enum ReplicaRole
{
    /// <summary>It is not known which replica collects: this one has just started, or its database does not answer.</summary>
    Undecided,

    /// <summary>Another replica collects; this one answers, and takes over when that one ends.</summary>
    Follower,

    /// <summary>This replica collects.</summary>
    Leader,
}
