using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Queries;

/// <summary>Two repositories: one healthy, with every kind of commit that the columns tell apart, one that cannot be fetched.</summary>
internal static class SampleHistory
{
    private static readonly DateTimeOffset Epoch = new(2026, 2, 1, 8, 0, 0, TimeSpan.FromHours(1));

    public static WebLinks Links { get; } = new(
        (repository, sha) => repository == "platform" ? $"https://example.org/platform/commit/{sha}" : null,
        (repository, number) => repository == "platform" ? $"https://example.org/platform/pull/{number}" : null)
    {
        Compare = (repository, from, to) => repository == "platform" ? $"https://example.org/platform/compare/{from}...{to}" : null,
        Issue = (repository, key) => repository == "platform" ? $"https://jira.example.org/browse/{key}" : null,
        HasIssues = true,
        ApplicationUi = application => application.Operator == OperatorNames.ArgoCd
            ? $"https://argocd.example.org/applications/{application.Namespace}/{application.Name}" : null,
    };

    public static IReadOnlyList<Commit> Commits { get; } =
    [
        Number(1, "Ada", "chore: begin", "chore") with { Paths = [new('A', "README.md")], PathCount = 1 },
        Number(2, "Ada", "feat(web)!: drop the old login (#12)", "feat") with
        {
            Scope = "web", Breaking = true, PullRequest = 12, IssueKeys = ["OPS-1", "OPS-2"], Insertions = 10, Deletions = 3,
            Paths = [new('M', "apps/web/login.yaml"), new('D', "apps/web/old.yaml")], PathCount = 2, CoAuthors = [new Person("Grace", "grace@example.org")],
        },
        Number(3, "Zoë", "Revert \"drop the old login\"", "revert") with { Reverts = [Sha(2)], Paths = [new('M', "apps/web/login.yaml")], PathCount = 1 },
        Number(4, "Zoë", "fix(api): =cmd() \u001b[31m, \"quoted\"", "fix") with { Scope = "api", Paths = [new('M', "apps/api/deployment.yaml")], PathCount = 1 },
        Number(5, "Ada", "wip", "other"),
    ];

    public static string Sha(int number) => number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture);

    public static async Task StoreAsync(Store store, CancellationToken cancellationToken)
    {
        var platform = await store.Repositories.UpsertAsync(Platform, cancellationToken);
        await store.Commits.AppendAsync(platform, Commits, cancellationToken);
        await store.Commits.MoveBranchesAsync(platform, [Created("main", 4, 1, 2, 3, 4), Created("topic", 5, 1, 2, 5)], cancellationToken);
        await store.Commits.MoveBranchesAsync(
            platform, [new BranchMove { Branch = "topic", OldHead = Sha(5), NewHead = Sha(2), Forced = true, Observed = Epoch.AddDays(2), Lost = [Sha(5)] }], cancellationToken);
        await store.Repositories.UpsertAsync(Broken, cancellationToken);
    }

    public static RepositoryState Platform => new()
    {
        Name = "platform",
        Url = "https://example.org/platform.git",
        WebUrl = "https://example.org/platform",
        DefaultBranch = "main",
        Size = 4_096,
        LastFetch = QueryFixture.Now.AddSeconds(-42),
        LastFetchDuration = TimeSpan.FromSeconds(1),
        LastAttempt = QueryFixture.Now.AddSeconds(-42),
    };

    public static RepositoryState Broken => new()
    {
        Name = "secrets",
        Url = "ssh://git@example.org/secrets.git",
        LastAttempt = QueryFixture.Now.AddSeconds(-10),
        Error = "secrets: the remote refused the key; check git.repositories[1].credentials.sshKeyFile",
    };

    private static Commit Number(int number, string author, string subject, string type) => new()
    {
        Sha = Sha(number),
        Author = new Signature(author, $"{author.ToLowerInvariant()}@example.org", Epoch.AddHours(number)),
        Committer = new Signature("GitHub", "noreply@example.org", Epoch.AddHours(number).AddMinutes(5)),
        Parents = number > 1 ? [Sha(number - 1)] : [],
        Subject = subject,
        ChangeType = type,
    };

    private static BranchMove Created(string branch, int head, params int[] gained) =>
        new() { Branch = branch, NewHead = Sha(head), Observed = Epoch.AddDays(1), Gained = [.. gained.Select(Sha)] };
}
