using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>One category of <see cref="HclogLoggerProvider"/>. Levels are filtered by the logger factory.</summary>
internal sealed class HclogLogger(string category, HclogLoggerProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        provider.Write(new(logLevel, category, formatter(state, exception), fields, exception));
    }
}
