using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Testing;

/// <summary>Collects what the program logs, shows it in the test's output, and fails the test on dispose when an error was logged that nobody expected.</summary>
internal sealed class TestLogs : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private readonly List<string> _expectedErrors = [];

    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    /// <summary>Says that an error whose line contains this text belongs to the test.</summary>
    public TestLogs Expect(string text)
    {
        _expectedErrors.Add(text);
        return this;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("TestLogs is the only provider.");

    public void Dispose()
    {
        var unexpected = _lines.Where(line => line.Level >= LogLevel.Error && !_expectedErrors.Exists(line.Text.Contains)).ToList();
        unexpected.Should().BeEmpty("Errors that the test did not expect were logged:\n" + string.Join('\n', unexpected));
    }

    private void Add(LogLevel level, string text)
    {
        _lines.Enqueue((level, text));
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    private sealed class Logger(TestLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) logs.Add(logLevel, $"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
