using GrafanaGitOps.Service.Http;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.Http;

public sealed class ReadinessTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private IReadOnlyList<string> _clusters = [];
    private ReplicaRole _role = ReplicaRole.Leader;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_is_ready_once_each_repository_was_tried_since_the_start()
    {
        var lastLook = SampleHistory.Platform.LastAttempt!.Value;
        (await MissingAsync(lastLook)).Should().Be("Not read yet: platform, secrets.");

        await fixture.FillAsync();

        (await MissingAsync(lastLook)).Should().BeNull();
        (await MissingAsync(lastLook.AddSeconds(1))).Should().Be("Not read yet: platform.");

        _clusters = ["cluster edge (applications.argoproj.io)"];
        (await MissingAsync(lastLook)).Should().Be("Not read yet: cluster edge (applications.argoproj.io).");
    }

    [Fact]
    public async Task Replica_that_follows_is_ready_and_stays_so_when_it_takes_over()
    {
        _clusters = ["cluster edge"];
        _role = ReplicaRole.Undecided;
        var readiness = Create(DateTimeOffset.MaxValue);
        (await readiness.FindMissingAsync(Cancellation)).Should().Be("It is not known yet which replica collects.");

        _role = ReplicaRole.Follower;
        (await readiness.FindMissingAsync(Cancellation)).Should().BeNull();
        _role = ReplicaRole.Leader;
        (await readiness.FindMissingAsync(Cancellation)).Should().BeNull();
    }

    private Readiness Create(DateTimeOffset started) => new(fixture.Stores, () => _role, ["secrets", "platform"], () => _clusters, started);

    private Task<string?> MissingAsync(DateTimeOffset started) => Create(started).FindMissingAsync(Cancellation);
}
