namespace GrafanaGitOps.Service.Events;

/// <summary>How it is known what is deployed. The store keeps the numbers.</summary>
public enum DeployedBy
{
    /// <summary>A complete sync to that revision succeeded.</summary>
    Sync = 0,

    /// <summary>A sync of some resources succeeded, and the operator then found all of them as the revision asks for.</summary>
    PartialSync = 1,

    /// <summary>The operator compared the cluster with the revision and found no difference: there was nothing to sync.</summary>
    Comparison = 2,

    /// <summary>The controller itself writes down what it applied.</summary>
    Controller = 3,
}
