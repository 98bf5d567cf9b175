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

    [LoggerMessage(EventId = 205, Level = LogLevel.Error, Message = "The store cannot be opened; next try in {Pause}")]
    public static partial void OpenFailed(ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 206, Level = LogLevel.Information, Message = "This replica collects")]
    public static partial void Leading(ILogger logger);

    [LoggerMessage(EventId = 207, Level = LogLevel.Information,
        Message = "Another replica collects; this one answers, and takes over when that one ends")]
    public static partial void Following(ILogger logger);

    [LoggerMessage(EventId = 208, Level = LogLevel.Warning,
        Message = "The right to collect was lost; this replica stops collecting and tries again")]
    public static partial void LeadLost(ILogger logger, Exception? exception);

    [LoggerMessage(EventId = 209, Level = LogLevel.Warning, Message = "Which replica collects could not be found out; next try in {Pause}")]
    public static partial void LeaderUnknown(ILogger logger, TimeSpan pause, Exception exception);
}
