namespace GrafanaGitOps.Service.Storage;

/// <summary>What the store logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Migrated the {Database} to {Migration}")]
    public static partial void Migrated(ILogger logger, string migration, string database);

    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "Opened the {Database}")]
    public static partial void Opened(ILogger logger, string database);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Commit {Sha} of repository {RepositoryId} was not stored: {Reason}")]
    public static partial void Rejected(ILogger logger, string sha, long repositoryId, string reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "{Application} was not recorded: {Reason}")]
    public static partial void ApplicationRejected(ILogger logger, string application, string reason);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information,
        Message = "Forgot what was before {Before}: {SyncEvents} sync attempts, {StateChanges} changes of state, {Applications} applications")]
    public static partial void Forgotten(ILogger logger, DateTimeOffset before, long syncEvents, long stateChanges, long applications);

    [LoggerMessage(EventId = 205, Level = LogLevel.Warning, Message = "What is too old to be kept could not be removed; next try in {Pause}")]
    public static partial void NotForgotten(ILogger logger, TimeSpan pause, Exception exception);
}
