using System.Diagnostics.Metrics;
using System.Text;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Inbox;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Tests.Senders;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Inbox;

public sealed class InboxRunnerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-inbox-");
    private readonly TestLogs _logs = new();
    private readonly Meter _meter = new("test");
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly HookOptions _options = new() { Receivers = [new() { Sender = "github" }, new() { Sender = "flux", Cluster = "hub" }] };
    private readonly List<string> _done = [];
    private Func<string, CancellationToken, Task> _look = (_, _) => Task.CompletedTask;
    private Store _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "gitops.db");

    public async ValueTask InitializeAsync() => _store = await Store.OpenAsync(new StorageOptions { Sqlite = File }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _meter.Dispose();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Fact]
    public async Task Deliveries_are_processed_in_their_order_and_say_what_they_led_to()
    {
        await AddAsync("github", Push("one"), Push("two"), "{", """{"ref":"refs/tags/v1"}""", Push("three"));

        await RunUntilAsync(rows => rows.TrueForAll(row => row.State != InboxState.Waiting));

        _done.Should().Equal("one", "two", "three");
        (await OutcomesAsync()).Should().Equal(
            "Done 1 fetched one", "Done 1 fetched two", "Dead 1 The payload cannot be read at $: it is not what github sends.",
            "Ignored 1 refs/tags/v1 is no branch.", "Done 1 fetched three");
        (await _store.Activities.ReadAsync(new() { Limit = 9 }, Cancellation)).Should().HaveCount(3, "only what was done is history")
            .And.OnlyContain(activity => activity.Source == "github" && activity.Kind == ActivityKind.Push);
        _logs.Lines.Should().ContainSingle(line => line.Contains("to the receiver github was given up: The payload cannot be read"));
    }

    [Fact]
    public async Task What_fails_for_a_while_is_tried_again_and_stops_nobody()
    {
        var failures = 2;
        _look = (name, _) => name == "bad" && failures-- > 0 ? throw new HttpRequestException("The API server is away.") : Task.CompletedTask;
        await AddAsync("flux", Event("bad"), Event("good"), Event("better"));

        var stoodAside = false;
        await RunUntilAsync(
            rows =>
            {
                stoodAside |= rows[0].State == InboxState.Waiting && rows[2].State == InboxState.Done;
                if (stoodAside) _clock.Advance(TimeSpan.FromSeconds(1));
                return rows.TrueForAll(row => row.State == InboxState.Done);
            });

        stoodAside.Should().BeTrue();
        _done.Should().Equal("good", "better", "bad");
        (await OutcomesAsync()).Should().Equal("Done 3 looked at bad", "Done 1 looked at good", "Done 1 looked at better");
    }

    [Fact]
    public async Task What_fails_too_often_is_given_up_with_its_reason()
    {
        _options.Attempts = 3;
        _look = (_, _) => throw new HttpRequestException("The API server is away.");
        await AddAsync("flux", Event("a"));

        await RunUntilAsync(rows =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return rows[0].State == InboxState.Dead;
        });

        (await OutcomesAsync()).Should().Equal("Dead 3 Given up after 3 tries: The API server is away.");
    }

    [Fact]
    public async Task What_takes_too_long_is_cut_off_and_tried_again()
    {
        var tries = 0;
        _look = (_, token) => ++tries == 1 ? Wait.UntilCancelledAsync(token) : Task.CompletedTask;
        await AddAsync("flux", Event("slow"), Event("next"));

        await RunUntilAsync(rows =>
        {
            if (tries > 0) _clock.Advance(TimeSpan.FromSeconds(1));
            return rows.TrueForAll(row => row.State == InboxState.Done);
        });

        (await OutcomesAsync()).Should().Equal("Done 2 looked at slow", "Done 1 looked at next");
    }

    [Fact]
    public async Task One_receiver_does_not_wait_for_another()
    {
        _look = (_, token) => Wait.UntilCancelledAsync(token);
        await AddAsync("flux", [.. Enumerable.Range(0, 30).Select(number => Event($"stuck-{number}"))]);
        await AddAsync("github", Push("one"));

        await RunUntilAsync(rows => rows[^1].State == InboxState.Done);

        _done.Should().Equal("one");
    }

    [Fact]
    public async Task What_was_not_finished_is_processed_by_the_next_run()
    {
        var seen = new TaskCompletionSource();
        _look = (_, token) =>
        {
            seen.TrySetResult();
            return Wait.UntilCancelledAsync(token);
        };
        await AddAsync("flux", Event("a"), Event("b"));
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            var running = Runner().RunAsync(_store, stop.Token);
            await seen.Task;
            await stop.CancelAsync();
            await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        (await OutcomesAsync()).Should().Equal("Waiting 0 ", "Waiting 0 ");
        _look = (_, _) => Task.CompletedTask;
        await RunUntilAsync(rows => rows.TrueForAll(row => row.State == InboxState.Done));
        _done.Should().Equal("a", "b");
    }

    [Fact]
    public async Task Store_that_is_away_for_a_while_stops_nothing_for_good()
    {
        await AddAsync("github", Push("one"));
        await ExecuteAsync("ALTER TABLE inbox RENAME TO away");
        var isBack = false;

        await RunUntilAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (!isBack && _logs.Lines.Any(line => line.Contains("The inbox is not processed now")))
            {
                await ExecuteAsync("ALTER TABLE away RENAME TO inbox");
                isBack = true;
            }

            return isBack && (await RowsAsync()).TrueForAll(row => row.State == InboxState.Done);
        });

        _done.Should().Equal("one");
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_while_it_runs()
    {
        await AddAsync("github", Push("one"));

        await RunUntilAsync(async () =>
        {
            var rows = await RowsAsync();
            if (rows is [{ State: InboxState.Done }]) _clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
            return rows.Count == 0;
        });
    }

    [Fact]
    public async Task What_came_for_a_receiver_that_is_gone_is_given_up()
    {
        await AddAsync("gone", "{}");

        await RunUntilAsync(rows => rows[0].State == InboxState.Dead);

        _logs.Lines.Should().ContainSingle(line => line.Contains("1 deliveries to receivers that are no longer configured were given up"));
    }

    private static string Push(string branch) => Deliveries.GitHubPush.Replace("refs/heads/main", $"refs/heads/{branch}", StringComparison.Ordinal);

    private static string Event(string name) => $$$"""{"involvedObject":{"kind":"Kustomization","namespace":"flux-system","name":"{{{name}}}"}}""";

    private InboxRunner Runner()
    {
        var actions = new HookActions(
            push =>
            {
                _done.Add(push.Branch);
                return HookOutcome.Done($"fetched {push.Branch}");
            },
            async (told, token) =>
            {
                await _look(told.Name, token);
                lock (_done) _done.Add(told.Name);
                return HookOutcome.Done($"looked at {told.Name}");
            });
        return new InboxRunner(_options, actions, new InboxMetrics(_meter), _clock, _logs);
    }

    private async Task AddAsync(string source, params string[] bodies)
    {
        var already = (await RowsAsync()).Count;
        await _store.Inbox.AddAsync(
            [.. bodies.Select((body, index) => new NewDelivery(
                source, $"{already + index}", source == "github" ? "push" : "event", Start.AddSeconds(already + index), Encoding.UTF8.GetBytes(body)))],
            Cancellation);
    }

    private async Task<List<InboxDelivery>> RowsAsync() =>
        [.. (await _store.Inbox.ReadAsync(new InboxFilter { Limit = 1_000 }, Cancellation)).Reverse()];

    private async Task<IEnumerable<string>> OutcomesAsync() => (await RowsAsync()).Select(row => $"{row.State} {row.Attempts} {row.Outcome}");

    private Task RunUntilAsync(Predicate<List<InboxDelivery>> isReached) => RunUntilAsync(async () => isReached(await RowsAsync()));

    private async Task RunUntilAsync(Func<Task<bool>> isReached)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Runner().RunAsync(_store, stop.Token);
        await Wait.UntilAsync(async () => running.IsFaulted || await isReached());
        await stop.CancelAsync();
        await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
