using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// From a status change, as a source hands it to the ledger, to the JSON that shows it to the subscriber of the stream: 10,000 applications,
/// 50 changes a second, collected for 50 ms each as sources do. What a watch needs to bring the change here comes on top.
/// </summary>
internal static class StatusStream
{
    private const int Applications = 10_000;
    private const int ChangesPerSecond = 50;
    private const int Changes = 20 * ChangesPerSecond;

    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("gitops-benchmark-").FullName;
        try
        {
            var latencies = await MeasureAsync(Path.Combine(folder, "store.db"));
            report.Add($"status stream, {Applications:#,0} applications, {ChangesPerSecond} changes a second: p50", At(latencies, 0.5), "ms");
            report.AtMost($"status stream, {Applications:#,0} applications, {ChangesPerSecond} changes a second: p99", At(latencies, 0.99), "ms", 1_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> MeasureAsync(string file)
    {
        await using var stores = StoreAccess.Open(new StorageOptions { Sqlite = file }, retry: false, NullLoggerFactory.Instance, TimeProvider.System);
        var store = await stores.Opened;
        foreach (var part in Enumerable.Range(0, Applications).Chunk(500))
            await store.Applications.RecordAsync([.. part.Select(number => Look(number, "first"))], CancellationToken.None);

        using var metrics = new ServiceMetrics();
        using var queries = new QueryRunner(stores, WebLinks.None, new QueryOptions(), metrics, TimeProvider.System);
        var channel = new LiveChannels(stores, queries, WebLinks.None, 100_000, TimeProvider.System).Find("sync_status")!;
        using var stop = new CancellationTokenSource();
        var arrived = new ConcurrentDictionary<string, long>();
        var ready = new TaskCompletionSource();
        var following = FollowAsync(channel.Run(stop.Token), arrived, ready);
        await ready.Task;
        var began = await WriteAsync(store);
        // Nobody tells that the last one has arrived; when it did is written down beside, so that the pause is in no figure.
        while (arrived.Count < Changes) await Task.Delay(Batch);
        await stop.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. began.Select(change => Stopwatch.GetElapsedTime(change.Value, arrived[change.Key]).TotalMilliseconds).Order()];
    }

    /// <summary>Writes what fell due in each batch; returns when each change fell due.</summary>
    private static async Task<Dictionary<string, long>> WriteAsync(Store store)
    {
        var (due, start, next) = (new Dictionary<string, long>(), Stopwatch.GetTimestamp(), 0);
        while (next < Changes)
        {
            // The pause is the load: so many changes a second.
            await Task.Delay(Batch);
            List<ApplicationChange> changes = [];
            for (; next < Changes && Due(next) <= Stopwatch.GetTimestamp(); next++)
            {
                // Each application once: a second change would hide the first.
                changes.Add(Look(next, $"change {next}"));
                due[$"change {next}"] = Due(next);
            }

            await store.Applications.RecordAsync(changes, CancellationToken.None);
        }

        return due;

        long Due(int change) => start + change * Stopwatch.Frequency / ChangesPerSecond;
    }

    private static async Task FollowAsync(IAsyncEnumerable<Frame> frames, ConcurrentDictionary<string, long> arrived, TaskCompletionSource ready)
    {
        await foreach (var frame in frames)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (frame) FrameJsonWriter.Write(frame, buffer);
            var now = Stopwatch.GetTimestamp();
            var answer = JsonElement.Parse(buffer.WrittenSpan);
            var column = answer.GetProperty("schema").GetProperty("fields").EnumerateArray().TakeWhile(field => !field.GetProperty("name").ValueEquals("message")).Count();
            foreach (var message in answer.GetProperty("data").GetProperty("values")[column].EnumerateArray()) arrived.TryAdd(message.GetString()!, now);
            if (ready.TrySetResult()) arrived.Clear();
        }
    }

    private static ApplicationChange Look(int number, string message)
    {
        var id = new ApplicationId("hub", OperatorNames.ArgoCd, "Application", "argocd", $"app{number}");
        var now = TimeProvider.System.GetUtcNow();
        var state = new ApplicationState
        {
            Id = id,
            Uid = id.Name,
            ResourceVersion = message,
            Destination = new Destination(null, null, "apps"),
            Sync = message == "first" ? SyncStatus.Synced : SyncStatus.OutOfSync,
            Health = HealthStatus.Healthy,
            Message = message,
            LastLooked = now,
            Sources = [new ApplicationSource { RepoUrl = "https://example.com/apps.git", Path = $"apps/app{number}", TargetRevision = "main" }],
        };
        return new ApplicationChange
        {
            Application = id,
            Uid = id.Name,
            Environment = new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "benchmark"),
            Moment = Moment.Exactly(now),
            Observation = new OperatorObservation(state, []),
        };
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
}
