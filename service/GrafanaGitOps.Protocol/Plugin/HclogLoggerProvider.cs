using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>
/// Logs as a plugin that Grafana started must: one JSON object a line on stderr, in the form of HashiCorp's hclog, which Grafana takes into its
/// own log with level and fields. A thread of its own writes, so that a slow reader holds nobody up; disposing it, or the
/// process's end, waits until all is written.
/// </summary>
public sealed class HclogLoggerProvider : ILoggerProvider
{
    private readonly BlockingCollection<byte[]> _lines = new(PluginLimits.QueuedLogLines);
    private readonly Stream _output;
    private readonly TimeProvider _timeProvider;
    private readonly Thread _writer;
    private long _dropped;

    /// <summary>Starts the writing thread.</summary>
    /// <param name="output">Standard error; not closed.</param>
    /// <param name="timeProvider">The clock of <c>@timestamp</c>.</param>
    public HclogLoggerProvider(Stream output, TimeProvider timeProvider)
    {
        _output = output;
        _timeProvider = timeProvider;
        _writer = new Thread(WriteLines) { IsBackground = true, Name = "hclog" };
        _writer.Start();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new HclogLogger(categoryName, this);

    /// <summary>Writes what is queued, waiting at most 5 s for a reader.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Finish();
    }

    internal void Write(HclogEntry entry)
    {
        try
        {
            if (!_lines.TryAdd(entry.ToLine(_timeProvider.GetUtcNow()), PluginLimits.LogWait)) Interlocked.Increment(ref _dropped);
        }
        catch (InvalidOperationException)
        {
            // Logged after the end: nobody reads any more.
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Finish();

    private void Finish()
    {
        _lines.CompleteAdding();
        _writer.Join(PluginLimits.LogFlush);
    }

    private void WriteLines()
    {
        try
        {
            foreach (var line in _lines.GetConsumingEnumerable())
            {
                _output.Write(line);
                if (_lines.Count > 0) continue;
                ReportDropped();
                _output.Flush();
            }
        }
        catch (IOException)
        {
            // The reader is gone, and with it the place to say so.
            _lines.CompleteAdding();
        }
    }

    private void ReportDropped()
    {
        var dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped == 0) return;
        _output.Write(new HclogEntry(
            LogLevel.Warning, nameof(HclogLoggerProvider), "Log lines were dropped because they were not read in time", [new("count", dropped)], null)
            .ToLine(_timeProvider.GetUtcNow()));
    }
}
