using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Commits made up for tests; number n of a repository is always the same one, a minute after number n - 1.</summary>
internal static class Commits
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2));

    public static string Sha(int number) => number.ToString("x40", CultureInfo.InvariantCulture);

    public static IEnumerable<string> Shas(params int[] numbers) => numbers.Select(Sha);

    public static Commit Number(int number, params string[] paths) => new()
    {
        Sha = Sha(number),
        Author = new Signature("Ada", "ada@example.org", Epoch.AddMinutes(number)),
        Committer = new Signature("GitHub", "noreply@github.com", Epoch.AddMinutes(number)),
        Parents = number > 1 ? [Sha(number - 1)] : [],
        Subject = $"feat(web): change {number}",
        ChangeType = "feat",
        Scope = "web",
        Paths = [.. paths.Select(path => new ChangedPath('M', path))],
        PathCount = paths.Length,
    };

    public static IReadOnlyList<Commit> Numbers(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => Number(number, $"apps/{number % 7}/file"))];

    public static BranchMove Created(string branch, int head, params int[] gained) => new()
    {
        Branch = branch,
        NewHead = Sha(head),
        Observed = Epoch.AddDays(1),
        Gained = [.. gained.Select(Sha)],
    };
}
