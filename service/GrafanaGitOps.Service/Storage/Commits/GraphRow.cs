namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>What the order of commits is made of.</summary>
/// <param name="Row">The commit's row.</param>
/// <param name="Sha">Object id.</param>
/// <param name="Parents">Object ids of its parents, one after the other.</param>
/// <param name="CommitterTime">Unix milliseconds.</param>
/// <param name="Files">Paths that it changed.</param>
public readonly record struct GraphRow(long Row, byte[] Sha, byte[] Parents, long CommitterTime, long Files);
