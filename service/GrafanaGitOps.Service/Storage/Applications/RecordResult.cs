namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>What became of a batch of looks at applications.</summary>
/// <param name="Applications">Applications that are new or changed in what answers show.</param>
/// <param name="Attempts">Sync attempts that are new.</param>
/// <param name="Rejected">Those that could not be recorded.</param>
public sealed record RecordResult(int Applications, int Attempts, IReadOnlyList<RejectedApplication> Rejected);

/// <summary>An application that could not be recorded, and why.</summary>
public sealed record RejectedApplication(ApplicationId Application, string Reason);

/// <summary>An application's object as it was last recorded.</summary>
public sealed record KnownApplication(string Namespace, string Name, string Uid, string ResourceVersion);
