using GrafanaGitOps.Service.Cleaning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>A line for people: time (UTC), level, category, message; an exception follows on lines of its own.</summary>
internal sealed class TextLogFormatter(TimeProvider timeProvider) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "gitops";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var category = logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..];
        textWriter.WriteLine($"{timeProvider.GetUtcNow():HH:mm:ss.fff} {Level(logEntry.LogLevel)} {category} {ForeignText.OneLine(message)}");
        if (logEntry.Exception is { } exception) textWriter.WriteLine(exception);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "WARN ",
        _ => "ERROR",
    };
}
