using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Time.Testing;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class RetentionRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-retention-");
    private readonly TestLogs _logs = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_syncs_go_at_the_beginning_and_then_once_a_day()
    {
        // More than a year after the looks.
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") };
        await using var stores = new StoreAccess(options, retry: false, _logs, clock);
        stores.BeginOpening();
        var store = await stores.GetAsync(Cancellation);
        await store.Applications.RecordAsync([Look(9).With(Sync(1, "1.0.0"), Sync(2, "2.0.0"))], Cancellation);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = new RetentionRunner(new RetentionOptions(), clock, _logs).RunAsync(store, stop.Token);
        await ForgottenAsync(store);
        await store.Applications.RecordAsync([Look(10).With(Sync(2, "2.0.0"), Sync(3, "3.0.0"))], Cancellation);
        await clock.AdvanceUntilAsync(TimeSpan.FromDays(1), ForgottenAsync(store));

        await stop.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        const string logged = "1 sync attempts, 0 changes of state, 0 applications";
        _logs.Lines.Should().Contain(line => line.Contains(logged, StringComparison.Ordinal));
    }

    [Fact]
    public void Schedule_is_a_cron_expression()
    {
        List<string> errors = [];
        foreach (var schedule in new[] { "@daily", "0 3 * * *", "sometimes" })
            new StorageOptions { Retention = { Schedule = schedule } }.Validate("storage", errors);

        errors.Should().Equal("storage.retention.schedule must be a cron expression of five fields, or a name such as @daily.");
    }

    [Fact]
    public void Time_to_keep_is_limited()
    {
        List<string> errors = [];
        foreach (var days in new[] { 0.9, 1, 365, 3_650, 3_651 })
            new StorageOptions { Retention = { SyncEvents = TimeSpan.FromDays(days) } }.Validate("storage", errors);

        errors.Should().Equal(Enumerable.Repeat("storage.retention.syncEvents must be from 1d to 3650d.", 2));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    private static Task ForgottenAsync(Store store) =>
        Wait.UntilAsync(async () => await store.Syncs.CountAsync(Cancellation) == 1);
}
