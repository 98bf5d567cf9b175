namespace GrafanaGitOps.Service.Sources.Git;

internal static partial class Log
{
    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "{Repository}: recorded {Commits} new commits in {Duration}; branches moved: {Moves}.")]
    public static partial void Indexed(ILogger logger, string repository, int commits, int moves, TimeSpan duration);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "{Repository}: {Error}")]
    public static partial void Failed(ILogger logger, string repository, string error);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "{Repository} can be read again.")]
    public static partial void Recovered(ILogger logger, string repository);

    [LoggerMessage(EventId = 305, Level = LogLevel.Information, Message = "{Repository}: fetched a clone of what is recorded already.")]
    public static partial void Cloned(ILogger logger, string repository);
}
