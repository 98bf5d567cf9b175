using System.Data.Common;
using GrafanaGitOps.Service.Storage;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Batch_that_fails_in_its_midst_leaves_nothing_half_and_can_come_again()
    {
        // Two parts and a bit; the sync that the database refuses is in the last one.
        await RecordAsync(Look(0, "app-7").With(Sync(1, "1.0.0")));
        var looks = Enumerable.Range(0, 1_010).Select(number =>
            Look(5, $"app-{number}").With(Broken).With(Sync(1, "1.0.0"), Sync(2, "2.0.0") with { HistoryId = number % 1_005 })).ToArray();
        var (before, version) = (await LedgerDump.ReadAsync(Store), await Store.Database.GetVersionAsync(Cancellation));
        await ExecuteAsync("CREATE UNIQUE INDEX no_number_twice ON sync_events (history_id)");

        await FluentActions.Awaiting(() => RecordAsync(looks)).Should().ThrowAsync<DbException>();

        (await LedgerDump.ReadAsync(Store)).Should().Be(before);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        (await Store.Syncs.CountAsync(Cancellation)).Should().Be(1);

        await ExecuteAsync("DROP INDEX no_number_twice");
        var result = await RecordAsync(looks);
        (result.Applications, result.Attempts).Should().Be((1_010, 2_019));
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 1);
    }

    [Fact]
    public async Task Second_store_on_the_same_database_records_the_same_looks_without_a_trace()
    {
        var looks = new RandomLooks(99).Make(150);
        await using var second = await OpenAsync();

        foreach (var batch in looks.Chunk(20))
            await Task.WhenAll(Store.Applications.RecordAsync(batch, Cancellation), second.Applications.RecordAsync(batch, Cancellation));
        var both = await LedgerDump.ReadAsync(Store);

        foreach (var table in LedgerTables) await ExecuteAsync($"DELETE FROM {table}");
        await RecordAsync([.. looks]);
        (await LedgerDump.ReadAsync(Store)).Should().Be(both);
    }
}
