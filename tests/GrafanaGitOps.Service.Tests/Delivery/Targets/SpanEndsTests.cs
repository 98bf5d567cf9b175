using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Tests.Delivery.Targets;

public sealed class SpanEndsTests
{
    private static readonly DeliveryRepository Repository = new(1, "deploy", "https://git.example.com/deploy", "main", new Dictionary<string, string>());

    [Fact]
    public void Digits_that_begin_several_commits_lead_to_none_of_them_and_say_so()
    {
        var history = new CommitHistory(1);
        foreach (var (row, end) in new[] { (1, "11"), (2, "22"), (3, "33") })
            history.Graph.Add(row, Convert.FromHexString((row < 3 ? "abcdef12" : "abcdef99").PadRight(38, '0') + end), [], 0, changes: true);
        var ends = new SpanEnds(history, Repository, isPast: false);

        var ambiguous = ends.From(new SourcePlace { Deployed = RevisionRef.Parse("abcdef12") });
        var clear = ends.From(new SourcePlace { Deployed = RevisionRef.Parse("ABCDEF99") });

        ambiguous.Problem!.Text.Should().Be("abcdef12 is the beginning of 2 commits of repository deploy: give more digits.");
        ambiguous.Problem.Status.Should().Be(CommitsKnown.NotGit);
        clear.Sha.Should().Be("abcdef99".PadRight(38, '0') + "33");
    }
}
