namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>A commit changed a path.</summary>
/// <param name="Path">The path; the same text object in rows that follow each other with the same path.</param>
/// <param name="Commit">Row of the commit.</param>
public readonly record struct TouchRow(string Path, long Commit);
