using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly string[] LedgerTables =
        ["applications", "application_resources", "application_sources", "state_changes", "sync_events", "deployment_commits"];

    [Fact]
    public async Task Random_looks_give_what_a_simple_model_gives_in_whatever_batches_they_come()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var (looks, random, model) = (new RandomLooks(seed).Make(120), new Random(seed), new LedgerModel());
            foreach (var look in looks) model.Apply(look);

            var whole = await DeliverAsync(model, $"seed {seed}, whole", [looks]);
            var single = await DeliverAsync(model, $"seed {seed}, one by one", looks.Select(look => new[] { look }));
            var doubled = Split(looks, random).SelectMany(batch => new[] { batch, batch });
            var twice = await DeliverAsync(model, $"seed {seed}, each batch twice", doubled);
            single.Should().Be(whole);
            twice.Should().Be(whole);
        }
    }

    private async Task<string> DeliverAsync(LedgerModel model, string what, IEnumerable<IReadOnlyList<ApplicationChange>> batches)
    {
        foreach (var table in LedgerTables) await ExecuteAsync($"DELETE FROM {table}");
        foreach (var batch in batches) await Store.Applications.RecordAsync(batch, Cancellation);
        var (expected, found) = (model.Text(), await ModelTextAsync());
        (expected == found).Should().BeTrue($"{what}:\nexpected\n{expected}\nfound\n{found}");
        return await LedgerDump.ReadAsync(Store);
    }

    private static IEnumerable<IReadOnlyList<ApplicationChange>> Split(IReadOnlyList<ApplicationChange> looks, Random random)
    {
        for (var first = 0; first < looks.Count;)
        {
            var count = random.Next(1, 12);
            yield return [.. looks.Skip(first).Take(count)];
            first += count;
        }
    }

    /// <summary>The tables in the form of <see cref="LedgerModel.Text"/>.</summary>
    private async Task<string> ModelTextAsync()
    {
        var applications = await QueryAllAsync<dynamic>(
            "SELECT a.*, e.key AS deployed FROM applications a LEFT JOIN sync_events e ON e.id = a.deployment_id ORDER BY a.name");
        var states = (await QueryAllAsync<dynamic>("SELECT * FROM state_changes ORDER BY dimension, changed_at"))
            .ToLookup(row => (long)row.application_id);
        var syncs = (await QueryAllAsync<dynamic>("SELECT * FROM sync_events ORDER BY started_at, key"))
            .ToLookup(row => (long)row.application_id);
        List<string> lines = [];
        foreach (var a in applications)
        {
            lines.Add($"{a.name} {a.uid} {a.deleted_at} {a.resource_version} {a.observed_at} {Hex(a.deployed)}");
            lines.AddRange(states[(long)a.id].Select(s => (string)
                $"{a.name} state {s.dimension} {s.state} {s.changed_not_before} {s.changed_at}"));
            lines.AddRange(syncs[(long)a.id].Select(s => (string)(
                $"{a.name} sync {Hex(s.key)} {s.started_at} {s.finished_at} {s.phase} {s.message} {s.revision} "
                + (s.deployment == 0 ? "" : s.previous_revision is null ? "first" : "from " + s.previous_revision))));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Hex(byte[]? key) => key is null ? "" : Convert.ToHexStringLower(key);
}
