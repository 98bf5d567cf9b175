using System.Buffers;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Queries;

/// <summary>A real store with a few commits made by hand, and the queries over it at a fixed time.</summary>
public sealed class QueryFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-queries-");
    private readonly TestLogs _logs = new();
    private readonly ServiceMetrics _metrics = new();
    private Task? _filled;

    internal StoreAccess Stores { get; private set; } = null!;

    internal Store Store { get; private set; } = null!;

    internal QueryOptions Options { get; } = new();

    internal ServiceMetrics Metrics => _metrics;

    internal static TimeProvider Clock { get; } = new FakeTimeProvider(Now);

    public async ValueTask InitializeAsync()
    {
        Stores = StoreAccess.Open(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, retry: false, _logs, TimeProvider.System);
        Store = await Stores.Opened;
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _metrics.Dispose();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    /// <summary>Puts the sample history into the store, once.</summary>
    internal Task FillAsync() => _filled ??= SampleHistory.StoreAsync(Store, CancellationToken.None);

    internal QueryRunner Runner() => new(Stores, SampleHistory.Links, Options, _metrics, Clock);

    internal static async Task<string> JsonAsync(QueryRunner runner, QueryRequest request)
    {
        var frames = await runner.RunAsync(request, TestContext.Current.CancellationToken);
        var json = string.Concat(frames.Select(Json));
        foreach (var frame in frames) frame.Dispose();
        return json;
    }

    internal static string Json(Frame frame)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FrameJsonWriter.Write(frame, buffer);
        return JsonSerializer.Serialize(JsonElement.Parse(buffer.WrittenSpan), Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
