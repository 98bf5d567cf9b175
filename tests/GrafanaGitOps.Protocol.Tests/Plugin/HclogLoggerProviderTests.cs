using System.Text;
using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed partial class HclogLoggerProviderTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 600, TimeSpan.Zero));

    [Fact]
    public void Log_fieldsAndException_isOneHclogLine()
    {
        var line = Lines(logger => Fetched(logger, new InvalidOperationException("no\nroute"), "platform \"a\"\n", 3, 1.5, true, null))
            .Should().ContainSingle().Which;

        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("@level").GetString().Should().Be("error");
        json.GetProperty("@message").GetString().Should().Be("Fetched platform \"a\"\n in 3 tries, 1.5 s, True (null)");
        json.GetProperty("@timestamp").GetString().Should().Be("2026-01-02T03:04:05.600000Z");
        json.GetProperty("@module").GetString().Should().Be("test");
        json.GetProperty("repository").GetString().Should().Be("platform \"a\"\n");
        json.GetProperty("tries").GetInt32().Should().Be(3);
        json.GetProperty("seconds").GetDouble().Should().Be(1.5);
        json.GetProperty("whole").GetBoolean().Should().BeTrue();
        json.GetProperty("reason").ValueKind.Should().Be(JsonValueKind.Null);
        json.GetProperty("error").GetString().Should().StartWith("System.InvalidOperationException: no\nroute");
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "error")]
    public void Log_level_isHclogs(LogLevel level, string expected)
    {
        var line = Lines(logger => Said(logger, level, "x")).Should().ContainSingle().Which;
        JsonDocument.Parse(line).RootElement.GetProperty("@level").GetString().Should().Be(expected);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u0001')]
    [InlineData('\u4e16')]
    [InlineData('\ud800')]
    public void Log_hugeText_staysWithinOneLineOfGoPlugin(char letter)
    {
        var text = new string(letter, 500_000);
        var line = Lines(logger => Said(logger, LogLevel.Information, text)).Should().ContainSingle().Which;

        Encoding.UTF8.GetByteCount(line).Should().BeInRange(1000, 64 * 1024 - 1);
        JsonDocument.Parse(line);
    }

    [Fact]
    public void Log_readerIsSlow_nothingIsLost()
    {
        using var output = new HeldStream();
        var provider = new HclogLoggerProvider(output, Clock);
        var logger = provider.CreateLogger("test");
        var texts = Enumerable.Range(0, 500).Select(index => $"{index}").ToList();
        foreach (var text in texts) Said(logger, LogLevel.Information, text);
        output.Length.Should().Be(0, "nobody reads yet");

        output.Reads.Set();
        provider.Dispose();

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()).Should().Equal(texts);
    }

    [Fact]
    public void Log_readerIsGone_callersGoOn()
    {
        var provider = new HclogLoggerProvider(new BrokenStream(), Clock);
        var logger = provider.CreateLogger("test");
        for (var index = 0; index < 5000; index++) Said(logger, LogLevel.Information, "x");
        provider.Dispose();
        Said(logger, LogLevel.Information, "after the end");
    }

    private static string[] Lines(Action<ILogger> log)
    {
        using var output = new MemoryStream();
        using (var provider = new HclogLoggerProvider(output, Clock)) log(provider.CreateLogger("test"));
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Fetched {Repository} in {Tries} tries, {Seconds} s, {Whole} {Reason}")]
    private static partial void Fetched(ILogger logger, Exception exception, string repository, int tries, double seconds, bool whole, string? reason);

    [LoggerMessage(EventId = 2, Message = "Said {Text}")]
    private static partial void Said(ILogger logger, LogLevel level, string text);

    /// <summary>A full pipe: a write waits until the reader goes on.</summary>
    private sealed class HeldStream : MemoryStream
    {
        public ManualResetEventSlim Reads { get; } = new();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Reads.Wait(TestContext.Current.CancellationToken);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Reads.Wait(TestContext.Current.CancellationToken);
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            Reads.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
