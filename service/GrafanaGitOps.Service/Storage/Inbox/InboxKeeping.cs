namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>What is kept of what was processed.</summary>
/// <param name="ProcessedBefore">What was processed before is removed.</param>
/// <param name="DeadBefore">What was given up before is removed.</param>
/// <param name="MostBytes">Of the rest the oldest are removed until no more bytes are left.</param>
public readonly record struct InboxKeeping(DateTimeOffset ProcessedBefore, DateTimeOffset DeadBefore, long MostBytes);
