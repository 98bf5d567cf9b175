using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    /// <summary>Random attempts under random filters, by either plan, against the same filter over a list.</summary>
    [Fact]
    public async Task Filters_of_sync_events_find_what_a_list_would_find()
    {
        var random = new Random(20261121);
        var (applications, events) = await SeedSyncEventsAsync(random, applications: 8, events: 400);
        for (var round = 0; round < 60; round++)
        {
            var (filter, matches) = RandomFilter(random, applications);
            var expected = events.Where(matches).OrderByDescending(one => one.Started).ThenBy(one => one.Id).Take(filter.Limit).Select(one => one.Id).ToList();

            (await Store.Syncs.ReadAsync(filter, Cancellation).ToListAsync(Cancellation)).Select(row => row.Id).Should().Equal(expected);
            foreach (var byApplication in new[] { false, true })
                (await IdsAsync(filter, filter.Applications.Applications.Select(name => applications[name]), byApplication)).Should().Equal(expected);
        }
    }

    [Fact]
    public async Task Deployments_come_in_pages_without_a_gap_or_a_repetition()
    {
        var application = await new LedgerSeed(Store).ApplicationAsync("web");
        await SeedPagesAsync($"{application}");

        var whole = await Store.Syncs.ReadDeploymentsAsync(new SyncEventFilter { Scope = SyncEventScope.Deployments, Limit = 5_000 }, Cancellation).ToListAsync(Cancellation);
        var part = await Store.Syncs.ReadDeploymentsAsync(new SyncEventFilter { Scope = SyncEventScope.Deployments, Limit = 1_500 }, Cancellation).ToListAsync(Cancellation);

        whole.Select(row => row.Event.Id).Distinct().Should().HaveCount(2_500);
        whole.Should().Equal(whole.OrderByDescending(row => row.Event.Started.NotAfter).ThenBy(row => row.Event.Id));
        part.Should().Equal(whole.Take(1_500));
    }

    [Fact]
    public async Task Attempts_whose_application_is_gone_are_left_out_and_end_no_page()
    {
        var application = await new LedgerSeed(Store).ApplicationAsync("web");
        // Nothing of the first page can be named, and a part of those behind it.
        await SeedPagesAsync($"CASE WHEN i >= 1200 OR i % 3 = 0 THEN {application} + 1 ELSE {application} END");

        var events = await Store.Syncs.ReadAsync(new SyncEventFilter { Limit = 5_000 }, Cancellation).ToListAsync(Cancellation);
        var deployments = await Store.Syncs.ReadDeploymentsAsync(
            new SyncEventFilter { Scope = SyncEventScope.Deployments, Limit = 5_000 }, Cancellation).ToListAsync(Cancellation);

        events.Select(row => row.Id).Distinct().Should().HaveCount(800);
        events.Should().Equal(events.OrderByDescending(row => row.Started.NotAfter).ThenBy(row => row.Id));
        deployments.Select(row => row.Event.Id).Should().Equal(events.Select(row => row.Id));
    }

    [Fact]
    public async Task Deployments_are_found_by_their_end()
    {
        var seed = new LedgerSeed(Store);
        var application = await seed.ApplicationAsync("web");
        await seed.RowAsync("sync_events", SyncEvent(application, 1, -300, SyncPhase.Succeeded, SyncKind.Full, deployment: true, finished: 10));
        await seed.RowAsync("sync_events", SyncEvent(application, 2, -400, SyncPhase.Succeeded, SyncKind.Full, deployment: true, finished: 10));
        await seed.RowAsync("sync_events", SyncEvent(application, 3, 50, SyncPhase.Succeeded, SyncKind.Full, deployment: true, finished: 70));

        var filter = new SyncEventFilter { Scope = SyncEventScope.Deployments, From = At(0), To = At(60) };

        // The second began longer before than is looked for.
        (await Store.Syncs.ReadDeploymentsAsync(filter, Cancellation).ToListAsync(Cancellation)).Select(row => row.Event.Started.NotAfter)
            .Should().Equal(At(-300));
        (await Store.Syncs.ReadAsync(filter with { Scope = SyncEventScope.All }, Cancellation).ToListAsync(Cancellation)).Select(row => row.Started.NotAfter)
            .Should().Equal(At(50));

        DateTimeOffset At(int minute) => LedgerSeed.Epoch.AddMinutes(minute);
    }

    // Three pages of deployments. Many begin in the same millisecond, so that a page ends among equals.
    // The application is SQL over the number i from 1.
    private Task SeedPagesAsync(string application) => ExecuteAsync($"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        INSERT INTO sync_events ({SyncEventColumns})
        SELECT {application}, {IdBytes("i")}, i / 300, i / 300, i / 300, i / 300, 0, 5, 0, 1, 0, 0, 2, 1, 0, 'r', 0, 0, 0, 0, 0 FROM n
        """);

    private const string SyncEventColumns =
        """
        application_id, key, started_at, started_not_before, finished_at, finished_not_before, observed_at, phase, kind, complete, terminated, repeatable,
        seen_in, deployment, retries, revision, resources_total, resources_changed, resources_failed, resources_pruned, resources_prune_skipped
        """;

    /// <summary>SQL for bytes that differ with the number.</summary>
    private string IdBytes(string number) => Store.Database.Engine.Name.StartsWith("SQLite", StringComparison.Ordinal)
        ? $"CAST({number} AS BLOB)" : $"convert_to({number}::text, 'UTF8')";

    private async Task<List<long>> IdsAsync(SyncEventFilter filter, IEnumerable<long> applications, bool byApplication)
    {
        var ids = applications.ToList();
        if (ids.Count == 0 && byApplication) return await IdsAsync(filter, [], false);
        var query = new SyncEventQuery(Store.Database.Dialect, filter, ids.Count == 0 ? null : ids);
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        await using var reader = await lease.Connection.ExecuteReaderAsync(query.Sql(byApplication), query.Parameters);
        var found = new List<long>();
        while (await reader.ReadAsync(Cancellation)) found.Add(reader.GetInt64(0));
        return found;
    }

    private async Task<(Dictionary<string, long> Applications, List<Seeded> Events)> SeedSyncEventsAsync(Random random, int applications, int events)
    {
        var seed = new LedgerSeed(Store);
        var ids = new Dictionary<string, long>();
        for (var number = 0; number < applications; number++) ids[$"app-{number}"] = await seed.ApplicationAsync($"app-{number}");
        var seeded = new List<Seeded>();
        for (var number = 0; number < events; number++)
        {
            var phase = (SyncPhase)random.Next(6);
            var one = new Seeded(
                0, ids[$"app-{random.Next(applications)}"], random.Next(200), phase, (SyncKind)random.Next(9), phase == SyncPhase.Succeeded && random.Next(2) == 0,
                random.Next(10) == 0 ? $"Größe {number} überschritten" : "done");
            var id = await seed.InsertAsync("sync_events", "id", SyncEvent(one.Application, number, one.Started, one.Phase, one.Kind, one.Deployment, one.Started, one.Message));
            seeded.Add(one with { Id = id });
        }

        return (ids, seeded);
    }

    private static (SyncEventFilter Filter, Func<Seeded, bool> Matches) RandomFilter(Random random, Dictionary<string, long> applications)
    {
        var names = applications.Keys.Where(_ => random.Next(4) == 0).ToList();
        var phases = Enum.GetValues<SyncPhase>().Where(_ => random.Next(4) == 0).ToList();
        var kinds = Enum.GetValues<SyncKind>().Where(_ => random.Next(6) == 0).ToList();
        var (from, to) = (random.Next(3) == 0 ? (int?)random.Next(200) : null, random.Next(3) == 0 ? (int?)random.Next(200) : null);
        var (scope, search) = (random.Next(3) == 0 ? SyncEventScope.Deployments : SyncEventScope.All, random.Next(5) == 0 ? "GRÖSSE 1" : null);
        search = search?.Replace("SS", "ß", StringComparison.Ordinal);
        var filter = new SyncEventFilter
        {
            Applications = new ApplicationFilter { IncludeDeleted = true, Applications = names },
            Phases = phases,
            Kinds = kinds,
            Scope = scope,
            Search = search,
            From = from is { } first ? LedgerSeed.Epoch.AddMinutes(first) : null,
            To = to is { } last ? LedgerSeed.Epoch.AddMinutes(last) : null,
            Limit = random.Next(1, 120),
        };
        return (filter, one =>
            (names.Count == 0 || names.Any(name => applications[name] == one.Application)) && (phases.Count == 0 || phases.Contains(one.Phase))
            && (kinds.Count == 0 || kinds.Contains(one.Kind)) && (scope == SyncEventScope.All || one.Deployment) && !(one.Started < from) && !(one.Started > to)
            && (search is null || one.Message.Contains(search, StringComparison.OrdinalIgnoreCase)));
    }

    private static (string Column, object? Value)[] SyncEvent(
        long application, int number, int started, SyncPhase phase, SyncKind kind, bool deployment, int? finished, string? message = null) =>
    [
        ("application_id", application), ("key", BitConverter.GetBytes(number)), ("started_at", LedgerSeed.Epoch.AddMinutes(started)),
        ("started_not_before", LedgerSeed.Epoch.AddMinutes(started)), ("finished_at", finished is { } end ? LedgerSeed.Epoch.AddMinutes(end) : null),
        ("finished_not_before", null), ("observed_at", LedgerSeed.Epoch), ("phase", phase), ("kind", kind), ("complete", true), ("terminated", false),
        ("repeatable", false), ("seen_in", SeenIn.Status), ("deployment", deployment), ("retries", 0), ("revision", "1.0"), ("message", message),
        ("resources_total", 0), ("resources_changed", 0), ("resources_failed", 0), ("resources_pruned", 0), ("resources_prune_skipped", 0),
    ];

    private sealed record Seeded(long Id, long Application, int Started, SyncPhase Phase, SyncKind Kind, bool Deployment, string Message);
}
