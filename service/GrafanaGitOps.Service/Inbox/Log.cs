namespace GrafanaGitOps.Service.Inbox;

internal static partial class Log
{
    [LoggerMessage(EventId = 1500, Level = LogLevel.Error, Message = "The secret of the receiver {Receiver} cannot be read; what it is sent is refused until then")]
    public static partial void SecretNotRead(ILogger logger, Exception exception, string receiver);

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "A delivery to the receiver {Receiver} was not kept; its sender was told to come again")]
    public static partial void NotKept(ILogger logger, Exception exception, string receiver);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "Delivery {Id} to the receiver {Receiver} was given up: {Reason}")]
    public static partial void GivenUp(ILogger logger, long id, string receiver, string reason);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Warning, Message = "The inbox is not processed now; next try in {Pause}")]
    public static partial void NotProcessed(ILogger logger, Exception? exception, TimeSpan pause);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Information, Message = "{Count} deliveries to receivers that are no longer configured were given up")]
    public static partial void Abandoned(ILogger logger, long count);
}
