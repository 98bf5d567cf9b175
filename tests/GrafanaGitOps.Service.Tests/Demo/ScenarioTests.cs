using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Tests.Demo;

/// <summary>The story, of which nothing is left to chance.</summary>
public sealed class ScenarioTests
{
    /// <summary>A Wednesday.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 6, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Story_of_a_seed_is_the_same_each_time()
    {
        // Two hours before the start, and two after it.
        var story = Told(7, TimeSpan.FromHours(-2), TimeSpan.FromHours(2));

        Golden.Matches("GrafanaGitOps.Service.Tests/Demo/story.golden.txt", story);
        Told(7, TimeSpan.FromHours(-2), TimeSpan.FromHours(2)).Should().Be(story);
        Told(8, TimeSpan.FromHours(-2), TimeSpan.FromHours(2)).Should().NotBe(story);
    }

    [Fact]
    public void Commits_before_the_start_are_of_working_hours_and_touch_what_they_say()
    {
        var commits = CommitPlan.Of(7, Start).TakeWhile(commit => commit.At < TimeSpan.Zero).ToList();

        var old = commits.Where(commit => commit.Number > 1 && commit.At < TimeSpan.FromDays(-1));
        old.Where(commit => !IsChart(commit)).Should().AllSatisfy(commit => (Start + commit.At).Hour.Should().BeInRange(7, 16));
        commits.Should().Equal(commits.OrderBy(commit => commit.At));
        commits.GroupBy(commit => commit.Repository).Should().AllSatisfy(group =>
            group.Select(commit => commit.Number).Should().Equal(Enumerable.Range(1, group.Count())));
        var story = commits.Should().ContainSingle(commit => commit.Subject == "fix(checkout): connection pool settings (#412)").Which;
        story.Files.Should().ContainSingle().Which.Content.Should().Contain("pool.size: \"5\"");
        var revert = commits.Should().ContainSingle(commit => commit.Reverts == story.Number).Which;
        revert.Subject.Should().Be("revert: fix(checkout): connection pool settings (#415)");
    }

    [Fact]
    public void Every_commit_changes_its_files()
    {
        var files = new Dictionary<(string, string), string>();
        foreach (var commit in CommitPlan.Of(7, Start).TakeWhile(commit => commit.At < TimeSpan.FromHours(5)))
        {
            foreach (var file in commit.Files)
            {
                file.Content.Should().NotBe(files.GetValueOrDefault((commit.Repository, file.Path)));
                files[(commit.Repository, file.Path)] = file.Content;
            }
        }
    }

    [Theory]
    [InlineData(-40, 0)]
    [InlineData(-25, 0)]
    [InlineData(-24, 1)]
    [InlineData(-6, 1)]
    [InlineData(-3, 0)]
    [InlineData(20, 0)]
    [InlineData(40, 1)]
    public void Latency_rises_five_minutes_after_the_deployment_and_falls_after_the_revert(int minute, double severity) =>
        Incident.Severity(TimeSpan.FromMinutes(minute)).Should().BeApproximately(severity, 0.0000005);

    [Fact]
    public void Time_runs_at_the_speed_after_the_start_alone()
    {
        var clock = new StoryClock(Start, 10);

        clock.At(TimeSpan.FromMinutes(-10)).Should().Be(Start - TimeSpan.FromMinutes(10));
        clock.At(TimeSpan.FromMinutes(10)).Should().Be(Start + TimeSpan.FromMinutes(1));
        clock.StoryTime(Start + TimeSpan.FromMinutes(1)).Should().Be(TimeSpan.FromMinutes(10));
    }

    private static bool IsChart(PlannedCommit commit) => commit.Subject.Contains(": chart ", StringComparison.Ordinal);

    private static string Told(int seed, TimeSpan from, TimeSpan until)
    {
        var text = new StringBuilder();
        foreach (var happened in Scenario.Events(seed, Start).SkipWhile(one => one.At < from).TakeWhile(one => one.At < until))
            text.Append(CultureInfo.InvariantCulture, $"{(Start + happened.At):HH:mm:ss} {Words(happened)}\n");
        return text.ToString();
    }

    private static string Words(StoryEvent happened) => happened switch
    {
        CommitPushed { Commit: var commit } => $"{commit.Author} pushes to {commit.Repository}: {commit.Subject}",
        Compared compared => $"  {Of(compared.Application)} is compared",
        SyncBegan began => $"  {Of(began.Application)} begins to sync ({began.Cause}{(began.User is null ? "" : $", {began.User}")})",
        SyncEnded ended => $"  {Of(ended.Application)} ends to sync {ended.Failure?.Message}".TrimEnd(),
        RolledOut rolledOut => $"  {Of(rolledOut.Application)} is rolled out{(rolledOut.IsHealthy ? "" : ", not healthy")}",
        ChangedByHand changed => $"  {Of(changed.Application)} is changed by hand",
        SourceFetched fetched => $"  {fetched.Cluster} fetches",
        Reconciled reconciled => $"  {Of(reconciled.Application)} is reconciled{(reconciled.IsHealthy ? "" : ", not healthy")}",
        _ => $"  {happened}",
    };

    private static string Of(ApplicationKey key) => $"{key.Cluster}/{key.Name}";
}
