using System.Collections.Concurrent;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;

namespace GrafanaGitOps.Service.Tests.Storage.Leading;

public sealed class LeadershipTests : IAsyncLifetime
{
    private readonly TestLogs _logs = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-leading-");
    private TestPostgres? _database;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestPostgres.CreateAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DropAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_collects_until_it_ends_and_then_another_does(bool embedded)
    {
        await using var first = Start("first", embedded);
        await first.BecomesAsync(ReplicaRole.Leader);
        await using var second = Start("second", embedded);
        await second.BecomesAsync(ReplicaRole.Follower);
        (first.SaysThatItLeads, second.SaysThatItLeads).Should().Be((true, false));

        await first.DisposeAsync();

        await second.BecomesAsync(ReplicaRole.Leader);
        second.SaysThatItLeads.Should().BeTrue();
        await Wait.UntilAsync(() => _told.Count == 3);
        _told.Should().Equal("first begins", "first ends", "second begins");
    }

    [Fact]
    public async Task Leader_that_loses_its_connection_stops_and_what_it_had_under_way_is_refused_once_another_leads()
    {
        var taken = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception?>();
        await using var first = Start("first", end: async store =>
        {
            if (taken.Task.IsCompleted) return;
            await taken.Task;
            late.SetResult(await Record.ExceptionAsync(() => WriteAsync(store, "late")));
        });
        await first.BecomesAsync(ReplicaRole.Leader);
        await WriteAsync(await first.Stores.Opened, "before");
        await using var second = Start("second");
        await second.BecomesAsync(ReplicaRole.Follower);

        await _database!.TerminateLeaderAsync();
        await second.BecomesAsync(ReplicaRole.Leader);
        taken.SetResult();

        var refusal = (await late.Task.WaitAsync(Cancellation)).Should().BeOfType<StorageException>().Which;
        refusal.Message.Should().Contain("Another replica collects");
        await first.BecomesAsync(ReplicaRole.Follower);
        var repositories = await (await second.Stores.Opened).Repositories.ReadAsync(Cancellation);
        repositories.Should().ContainSingle().Which.State.Name.Should().Be("before");
        _logs.Lines.Should().Contain(line => line.Contains("The right to collect was lost", StringComparison.Ordinal));

        // Who was a leader once may be one again.
        await second.DisposeAsync();
        await first.BecomesAsync(ReplicaRole.Leader);
        await WriteAsync(await first.Stores.Opened, "again");
    }

    [Fact]
    public async Task Ledgers_in_schemas_of_one_database_have_leaders_of_their_own()
    {
        var another = await TestPostgres.CreateAsync(Cancellation);
        await using (var here = Start("here"))
        await using (var there = new Replica(Storage(another), _logs, CollectAsync("there")))
        {
            await here.BecomesAsync(ReplicaRole.Leader);
            await there.BecomesAsync(ReplicaRole.Leader);
        }

        await another.DropAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Follower_hears_of_writes_that_raise_no_version(bool embedded)
    {
        await using var leader = Start("leader", embedded);
        await leader.BecomesAsync(ReplicaRole.Leader);
        await using var follower = Start("follower", embedded);
        await follower.BecomesAsync(ReplicaRole.Follower);
        var state = await WriteAsync(await leader.Stores.Opened, "shop");
        var written = (await follower.Stores.Opened).Database.WaitForWriteAsync(Cancellation);

        await (await leader.Stores.Opened).Repositories.UpsertAsync(state with { LastFetch = DateTimeOffset.UnixEpoch }, Cancellation);

        await written.WaitAsync(Wait.Patience, Cancellation);
    }

    private StorageOptions Embedded => new() { Sqlite = Path.Combine(_folder.FullName, "gitops.db"), LeaderInterval = TimeSpan.FromSeconds(1) };

    private static StorageOptions Storage(TestPostgres database) =>
        new() { Postgres = database.Connection, LeaderInterval = TimeSpan.FromSeconds(1) };

    private Replica Start(string name, bool embedded = false, Func<Store, Task>? end = null) =>
        new(embedded ? Embedded : Storage(_database!), _logs, CollectAsync(name, end));

    private Func<Store, CancellationToken, Task> CollectAsync(string name, Func<Store, Task>? end = null) => async (store, token) =>
    {
        _told.Enqueue($"{name} begins");
        await Wait.UntilCancelledAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (end is not null) await end(store);
        _told.Enqueue($"{name} ends");
    };

    private static async Task<RepositoryState> WriteAsync(Store store, string name)
    {
        var state = new RepositoryState { Name = name, Url = $"https://example.org/{name}.git" };
        await store.Repositories.UpsertAsync(state, Cancellation);
        return state;
    }
}
