using GrafanaGitOps.Service.Http;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.Http;

public sealed class ReadinessTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private IReadOnlyList<string> _clusters = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_is_ready_once_each_repository_was_tried_since_the_start()
    {
        var lastLook = SampleHistory.Platform.LastAttempt!.Value;
        Assert.Equal("Not read yet: platform, secrets.", await MissingAsync(lastLook));

        await fixture.FillAsync();

        Assert.Null(await MissingAsync(lastLook));
        Assert.Equal("Not read yet: platform.", await MissingAsync(lastLook.AddSeconds(1)));

        _clusters = ["cluster edge (applications.argoproj.io)"];
        Assert.Equal("Not read yet: cluster edge (applications.argoproj.io).", await MissingAsync(lastLook));
    }

    private Task<string?> MissingAsync(DateTimeOffset started) => new Readiness(fixture.Stores, ["secrets", "platform"], () => _clusters, started).FindMissingAsync(Cancellation);
}
