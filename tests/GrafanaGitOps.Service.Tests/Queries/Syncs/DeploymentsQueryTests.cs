using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Syncs;
using GrafanaGitOps.Service.Storage.Syncs;
using GrafanaGitOps.Service.Tests.Queries.Applications;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

public sealed class DeploymentsQueryTests(LedgerFixture ledger) : IClassFixture<LedgerFixture>
{
    [Fact]
    public async Task Deployments_have_their_commits() =>
        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Syncs/deployments.golden.json", await ledger.AskAsync(DeploymentsQuery.Definition));

    [Theory]
    [InlineData(null, "Rollback Full Full Full Full Upgrade")]
    [InlineData("succeeded", "Rollback Full Full Full Full Upgrade")]
    [InlineData("failed", "Full")]
    [InlineData("all", "Rollback Full Full Full Full Full Upgrade")]
    public async Task Failed_attempts_at_a_new_revision_are_shown_when_asked_for(string? outcome, string kinds)
    {
        var frame = await ledger.FrameAsync(DeploymentsQuery.Definition, outcome is null ? null : new() { ["outcome"] = [outcome] });

        string.Join(' ', LedgerFixture.Column(frame, "kind").Select(kind => kind.GetString())).Should().Be(kinds);
        LedgerFixture.Column(frame, "outcome").Count(cell => cell.GetString() == "failed").Should().Be(
            outcome switch { "failed" => 1, "all" => 1, _ => 0 });
    }

    [Fact]
    public void Issue_leads_to_the_tracker_of_the_repository_whose_commit_names_it()
    {
        using var builder = DeploymentsQuery.Create(SampleHistory.Links);
        foreach (var issues in new[] { new[] { ("library", "LIB-1"), ("platform", "LIB-1"), ("platform", "OPS-1") }, [("platform", "OPS-1")] })
        {
            var application = new ApplicationId("eu", "argocd", "Application", "argocd", "web");
            builder.Append(new DeploymentRow(
                new SyncEvent
                {
                    Id = 1,
                    Application = application,
                    Started = Moment.Exactly(QueryFixture.Now),
                    Phase = SyncPhase.Succeeded,
                    Kind = SyncKind.Full,
                    SeenIn = SeenIn.Status,
                    Resources = new ResourceResults(),
                    Repository = "elsewhere",
                },
                new DeploymentCommits { Issues = issues }));
        }

        using var frame = builder.Finish([]);
        var answer = new AnswerFrame(QueryFixture.Json(frame));

        answer.Texts("issue_keys").Should().Equal("LIB-1, OPS-1", "OPS-1");
        answer.Texts("issue_url").Should().Equal([null, "https://jira.example.org/browse/OPS-1"]);
    }

    [Fact]
    public async Task Annotations_show_what_was_deployed() => Golden.Matches(
        "GrafanaGitOps.Service.Tests/Queries/Syncs/deployment_annotations.golden.json",
        await ledger.AskAsync(DeploymentAnnotationsQuery.Definition, new() { ["outcome"] = ["all"] }));

    /// <summary>What Grafana's standardAnnotationSupport needs: fields by lower-cased name, an end in every row, one frame; see plugin-protocol.md 6.</summary>
    [Fact]
    public async Task Annotations_are_what_the_contract_asks_for()
    {
        var frame = await ledger.FrameAsync(DeploymentAnnotationsQuery.Definition, new() { ["outcome"] = ["all"] });
        var (starts, ends) = (LedgerFixture.Column(frame, "time"), LedgerFixture.Column(frame, "timeEnd"));

        LedgerFixture.Fields(frame).Select(field => field.GetProperty("name").GetString()!.ToLowerInvariant())
            .Should().Equal("time", "timeend", "title", "text", "tags", "id");
        starts.Concat(ends).Should().AllSatisfy(time => time.ValueKind.Should().Be(JsonValueKind.Number));
        starts.Zip(ends).Should().AllSatisfy(pair => pair.First.GetInt64().Should().BeLessThanOrEqualTo(pair.Second.GetInt64()));
        // The sync of three minutes is a region, all others are points.
        starts.Zip(ends).Should().ContainSingle(pair => pair.First.GetInt64() != pair.Second.GetInt64());
        LedgerFixture.Column(frame, "tags").Should().AllSatisfy(tags => tags.GetString()!.Split(',').Should().NotContain(""));
        LedgerFixture.Column(frame, "id").Select(id => id.GetString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Annotations_hold_no_markup_from_outside()
    {
        var frame = await ledger.FrameAsync(DeploymentAnnotationsQuery.Definition, new() { ["outcome"] = ["failed"] });

        LedgerFixture.Column(frame, "text")[0].GetString()
            .Should().Contain("one or more &lt;b&gt;objects&lt;/b&gt; failed to apply &amp; &quot;more&quot;");
    }
}
