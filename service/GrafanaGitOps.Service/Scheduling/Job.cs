namespace GrafanaGitOps.Service.Scheduling;

/// <summary>What is done again and again.</summary>
/// <param name="Name">Its own among the jobs of a scheduler.</param>
/// <param name="Schedule">When it is done again; the first time is when the scheduler starts.</param>
/// <param name="RunAsync">Does it once; whether it succeeded. An exception is a failure too.</param>
internal sealed record Job(string Name, Schedule Schedule, Func<CancellationToken, Task<bool>> RunAsync);
