using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class QueryRunnerTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_is_remembered_until_a_write()
    {
        var runs = 0;
        using var runner = fixture.Runner();
        var request = Request((_, _) =>
        {
            runs++;
            return Task.FromResult<IReadOnlyList<Frame>>([new Frame("probe"), new Frame("more")]);
        });

        await RunAsync();
        await RunAsync();
        runs.Should().Be(1);

        await fixture.Store.Repositories.UpsertAsync(new RepositoryState { Name = "new", Url = "https://example.org/new.git" }, Cancellation);
        await RunAsync();
        runs.Should().Be(2);

        async Task RunAsync()
        {
            var frames = await runner.RunAsync(request, Cancellation);
            frames.Select(frame => frame.Name).Should().Equal("probe", "more");
            foreach (var frame in frames) frame.Dispose();
        }
    }

    [Fact]
    public async Task Query_over_its_time_is_an_error_that_says_what_to_do()
    {
        var (clock, started) = (new FakeTimeProvider(), new TaskCompletionSource());
        var options = new QueryOptions { Timeout = TimeSpan.FromSeconds(0.5) };
        using var runner = new QueryRunner(fixture.Stores, WebLinks.None, options, fixture.Metrics, clock);
        var asked = runner.RunAsync(
            Request(async (_, token) =>
            {
                started.SetResult();
                await Wait.UntilCancelledAsync(token);
                return [];
            }),
            Cancellation);
        await started.Task;

        clock.Advance(options.Timeout);

        var error = (await FluentActions.Awaiting(() => asked).Should().ThrowExactlyAsync<PluginException>()).Which;
        (error.Message, error.Status, error.ErrorSource)
            .Should().Be(("probe took longer than 0.5 s (queries.timeout): narrow the time range or the filters.", 504, ErrorSource.Downstream));
    }

    [Fact]
    public void Same_question_written_differently_has_one_canonical_form()
    {
        var left = Request(null!) with { Values = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["x", "y"], ["b"] = ["1"] } };
        var right = Request(null!) with { Values = new Dictionary<string, IReadOnlyList<string>> { ["b"] = ["1"], ["a"] = ["y", "x", "y"] } };
        var other = Request(null!) with { Values = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["x,1:y"], ["b"] = ["1"] } };

        right.ToCanonicalString().Should().Be(left.ToCanonicalString());
        other.ToCanonicalString().Should().NotBe(left.ToCanonicalString());
    }

    private static QueryRequest Request(Func<QueryContext, CancellationToken, Task<IReadOnlyList<Frame>>> run) => new(new QueryDefinition("probe", "", [], run)) { Limit = 1 };
}
