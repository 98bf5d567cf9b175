namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>The applications of one operator in one cluster.</summary>
public sealed record ApplicationCount(string Cluster, string Operator, long Count);
