using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.IngestionCrash;

/// <summary>The history that the crash program ingests; what batch N holds follows from N alone, so that the test knows it too.</summary>
public static class CrashHistory
{
    public const int BatchSize = 40;

    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static RepositoryState Repository { get; } = new() { Name = "crash", Url = "https://example.org/crash.git" };

    public static string Sha(int number) => number.ToString("x40", CultureInfo.InvariantCulture);

    public static string Subject(int number) => $"fix: number {number}";

    /// <summary>Each commit changes a path of its own, one of its batch, and up to three that recur.</summary>
    public static IReadOnlyList<string> Paths(int number) =>
        [$"own/{number}", $"batch/{number / BatchSize}", .. Enumerable.Range(0, number % 4).Select(index => $"shared/{index}/{number % 50}")];

    public static IReadOnlyList<Commit> Commits(int batch) => [.. Enumerable.Range(batch * BatchSize, BatchSize).Select(Commit)];

    /// <summary><c>main</c> gains the batch; <c>latest</c> is forced from the batch before to this one, so that it gains and loses.</summary>
    public static IReadOnlyList<BranchMove> Moves(int batch)
    {
        string[] gained = [.. Enumerable.Range(batch * BatchSize, BatchSize).Select(Sha)];
        string[] lost = batch == 0 ? [] : [.. Enumerable.Range((batch - 1) * BatchSize, BatchSize).Select(Sha)];
        var main = new BranchMove
        {
            Branch = "main",
            OldHead = batch == 0 ? null : Sha((batch * BatchSize) - 1),
            NewHead = gained[^1],
            Observed = Epoch.AddDays(batch),
            Gained = gained,
        };
        return [main, main with { Branch = "latest", Forced = true, Lost = lost }];
    }

    private static Commit Commit(int number)
    {
        var signature = new Signature($"Author {number % 9}", $"author{number % 9}@example.org", Epoch.AddSeconds(number));
        var paths = Paths(number);
        return new Commit
        {
            Sha = Sha(number),
            Author = signature,
            Committer = signature,
            Parents = number == 0 ? [] : [Sha(number - 1)],
            Subject = Subject(number),
            ChangeType = "fix",
            CoAuthors = [new Person("Grace", "grace@example.org")],
            Paths = [.. paths.Select(path => new ChangedPath('M', path))],
            PathCount = paths.Count,
        };
    }
}
