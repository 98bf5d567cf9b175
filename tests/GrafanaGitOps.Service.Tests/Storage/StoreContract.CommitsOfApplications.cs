using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    /// <summary>More applications than are looked up one by one, so that commits are walked newest first; some pages of them hold none that match.</summary>
    [Fact]
    public async Task Commits_of_many_applications_are_the_newest_that_touch_their_paths()
    {
        var commits = Enumerable.Range(1, 3_000).Select(number => Commits.Number(number, Changed(number))).ToArray();
        var repository = await AddAsync(commits);
        var other = await AddRepositoryAsync("other");
        var applications = Enumerable.Range(0, 1_001).Select(number => Status(number, (repository, $"apps/{number}"))).ToList();
        // The repository of another application has no such commits, and the whole of it would be all of them.
        applications.Add(Status(1_001, (other, "")));

        var touching = commits.Where(commit => commit.Paths.Any(path => Number(path.Path) is >= 0 and <= 1_000)).Reverse().ToList();
        (await OfAsync(new CommitFilter())).Should().Equal(Subjects(touching));
        (await OfAsync(new CommitFilter { Limit = 7 })).Should().Equal(Subjects(touching.Take(7)));
        (await OfAsync(new CommitFilter { To = Commits.Epoch.AddMinutes(100) }))
            .Should().Equal(Subjects(touching.Where(commit => commit.Committer.Time <= Commits.Epoch.AddMinutes(100))));
        (await OfAsync(new CommitFilter { Paths = ["apps/6"] }))
            .Should().Equal(Subjects(touching.Where(commit => commit.Paths.Any(path => path.Path.StartsWith("apps/6/", StringComparison.Ordinal)))));

        applications.Add(Status(1_002, (repository, "")));
        (await OfAsync(new CommitFilter { Limit = 3_000 })).Should().Equal(Subjects(commits.Reverse()));

        Task<IEnumerable<string>> OfAsync(CommitFilter filter) => SubjectsAsync(filter with { Applications = applications });
    }

    /// <summary>Several pages of commits end among commits of one time, or of one object id.</summary>
    [Fact]
    public async Task Commits_of_many_applications_are_complete_where_times_are_equal()
    {
        var (repository, other) = (await AddRepositoryAsync("shop"), await AddRepositoryAsync("other"));
        var applications = Enumerable.Range(0, 1_001).Select(number => Status(number, (repository, $"apps/{number}"), (other, "file"))).ToList();
        Signature At(int number) => new("GitHub", "noreply@github.com", Commits.Epoch.AddMinutes(number / 700));
        var commits = Enumerable.Range(1, 1_500)
            .Select(number => Commits.Number(number, $"apps/{number % 5}/file", "file") with { Committer = At(number) }).ToArray();
        await AddToAsync(repository, "main", [.. commits.Select(commit => commit with { Subject = $"shop {commit.Sha}" })]);
        await AddToAsync(other, "main", [.. commits.Select(commit => commit with { Subject = $"other {commit.Sha}" })]);

        var found = await SubjectsAsync(new CommitFilter { Applications = applications, Limit = 3_000 });

        found.Should().Equal(
            commits.OrderByDescending(commit => commit.Committer.Time).ThenBy(commit => commit.Sha, StringComparer.Ordinal)
                .SelectMany(commit => new[] { $"shop {commit.Sha}", $"other {commit.Sha}" }));
    }

    [Fact]
    public async Task Commits_of_applications_that_were_asked_for_before_are_found_with_the_new_ones()
    {
        var repository = await AddAsync(Commits.Number(1, "apps/1/file"), Commits.Number(2, "readme"), Commits.Number(3));
        var applications = Enumerable.Range(0, 1_001).Select(number => Status(number, (repository, $"apps/{number}"))).ToList();
        (await OfAsync()).Should().Equal("feat(web): change 1");

        await AddToAsync(repository, "next", Commits.Number(4, "apps/1000"), Commits.Number(5, "apps/1001"));

        (await OfAsync()).Should().Equal("feat(web): change 4", "feat(web): change 1");
        applications.Add(Status(1_001, (repository, "readme")));
        (await OfAsync()).Should().Equal("feat(web): change 4", "feat(web): change 2", "feat(web): change 1");

        Task<IEnumerable<string>> OfAsync() => SubjectsAsync(new CommitFilter { Applications = applications });
    }

    /// <summary>Every third commit touches an application, every seventh nothing, the newest ones only what is beside the applications.</summary>
    private static string[] Changed(int number) => number switch
    {
        > 1_800 => [$"apps/{number}/file", "apps/6-beside/file", "apps", "app/4"],
        _ when number % 7 == 0 => [],
        _ when number % 3 == 0 => ["readme", $"apps/{number % 1_000}/deep/file"],
        _ when number % 500 == 1 => [$"apps/{number % 1_000}"],
        _ => [$"apps/{number + 2_000}/file"],
    };

    private static int Number(string path) =>
        path.Split('/') is ["apps", var number, ..] && int.TryParse(number, out var parsed) ? parsed : -1;

    private static IEnumerable<string> Subjects(IEnumerable<Commit> commits) => commits.Select(commit => commit.Subject);

    private static ApplicationStatus Status(int number, params (long Repository, string Path)[] paths) => new()
    {
        Id = number + 1,
        ChangedIn = 1,
        Application = new("main", "argocd", "Application", "argocd", $"app-{number}"),
        Paths = paths,
    };
}
