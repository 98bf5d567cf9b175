using System.Globalization;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Ledger;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>
/// What real operators wrote, version by version, becomes exactly the operations that happened; and where versions are missing, nothing that did not
/// happen, and nothing twice. The expected operations were read from the sequences by hand.
/// </summary>
public sealed class RecordedSequencesTests : IAsyncLifetime
{
    private static readonly ApplicationId Nobody = new("lab", "", "", "", "");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-sequences-");
    private readonly TestLogs _logs = new();
    private Store _store = null!;

    public static TheoryData<string> Sequences =>
    [
        "application-auto", "application-badman", "application-casc", "application-hook", "application-rollb", "ghost-deployment-worker",
        "ghost-rows-first-sync-web", "helmrelease-nochart", "helmrelease-podinfo", "helmrelease-podver", "kustomization-broken",
        "kustomization-included", "kustomization-web", "kustomization-worker", "lost-end-badman", "overwritten-message-web",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await Store.OpenAsync(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Theory, MemberData(nameof(Sequences))]
    public async Task Every_version_gives_exactly_the_operations_that_happened(string name)
    {
        var looks = RecordedSequence.Looks(name, _ => true);
        // One by one, and all at once, as a watch after an outage brings them.
        var single = await ReplayAsync(looks.Select(look => new[] { look }));
        var whole = await ReplayAsync([looks]);

        Text(whole).Should().Be(Text(single));
        Golden.Matches(Path.Combine("GrafanaGitOps.Service.Tests", "Sources", "Operators", "Sequences", name + ".golden.txt"), Text(single));
    }

    [Theory, MemberData(nameof(Sequences))]
    public async Task Missing_versions_invent_nothing_and_double_nothing(string name)
    {
        var truth = await ReplayAsync([RecordedSequence.Looks(name, _ => true)]);
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            // Single versions, and longer times away.
            var (share, isAway) = (random.NextDouble(), false);
            var looks = RecordedSequence.Looks(name, _ =>
            {
                if (random.NextDouble() < 0.05) isAway = !isAway;
                return !isAway && random.NextDouble() > share;
            });
            var found = await ReplayAsync([looks]);
            var left = truth.ToList();
            foreach (var row in found)
            {
                var match = left.Find(happened => IsSame(row, happened));
                (match is not null).Should().BeTrue($"seed {seed}:\n{Line(row)}\nis none of\n{Text(left)}in\n{Text(found)}");
                left.Remove(match!);
                (row.Message is not { } message || !message.Contains("main@sha1:", StringComparison.Ordinal) || message.Contains(row.Sources[0].Revision!.Digest!, StringComparison.Ordinal))
                    .Should().BeTrue($"seed {seed}: {Line(row)} says what is about another revision");
            }
        }
    }

    /// <summary>Whether what is said of the one holds of the other: bounds hold its times, and what is not known is not said.</summary>
    private static bool IsSame(SyncAttempt found, SyncAttempt happened)
    {
        // A failure without manifests is dated by the try that was seen.
        if (found.Phase == SyncPhase.Error && happened.Phase == SyncPhase.Error)
            return found.Sources[0].Revision == happened.Sources[0].Revision && happened.Finished!.Value.NotAfter <= found.Finished!.Value.NotAfter;
        var isKind = found.Kind == happened.Kind || (found.Kind == SyncKind.Upgrade && happened.Kind == SyncKind.Rollback && found.SeenIn == SeenIn.History);
        var isPhase = found.Phase == happened.Phase || found.Phase is SyncPhase.Unknown or SyncPhase.Running;
        return isKind && isPhase && Holds(found.Started, happened.Started)
            && (found.Finished is not { } end || happened.Phase == SyncPhase.Failed || happened.Finished is not { } ended || Holds(end, ended)
                // Argo CD's history knows no end but the moment when it was written, a second or two before.
                || (found is { HistoryId: not null, SeenIn: SeenIn.History } && ended.NotAfter - end.NotAfter <= TimeSpan.FromSeconds(2)));
    }

    /// <summary>Flux cuts the times from which others are worked out to seconds.</summary>
    private static bool Holds(Moment bounds, Moment happened) =>
        bounds.IsExact ? bounds.NotAfter == happened.NotAfter
            : (bounds.NotBefore is not { } since || since <= happened.NotAfter.AddSeconds(1)) && happened.NotAfter <= bounds.NotAfter.AddSeconds(1);

    private async Task<List<SyncAttempt>> ReplayAsync(IEnumerable<IReadOnlyList<ApplicationChange>> batches)
    {
        foreach (var table in new[] { "sync_events", "state_changes", "application_sources", "application_resources", "applications" })
            await _store.Database.WriteAsync(async transaction => (await transaction.ExecuteAsync($"DELETE FROM {table}"), WriteEffect.Answers), Cancellation);
        foreach (var batch in batches) (await _store.Applications.RecordAsync(batch, Cancellation)).Rejected.Should().BeEmpty();
        await using var reader = await _store.Database.Engine.OpenReaderAsync(Cancellation);
        var rows = await reader.Connection.QueryAsync<SyncEventRow>(
            $"SELECT {SyncEventTable.All.Select("e")} FROM sync_events e ORDER BY started_at, key");
        // Attempts of the ledger have no key, so there is room to say which are deployments.
        return [.. rows.Select(row => row.ToAttempt(Nobody) with { Key = row.Deployment != 0 ? "deployed" : "" })];
    }

    private static string Text(IEnumerable<SyncAttempt> rows) => string.Concat(rows.Select(row => Line(row) + "\n"));

    private static string Line(SyncAttempt row) => string.Join(" | ",
        Text(row.Started), row.Finished is { } end ? Text(end) : "-", $"{row.Kind} {row.Phase}", row.Sources.Count == 0 ? "" : row.Sources[0].Revision?.Short ?? "",
        row.Retries == 0 ? "" : $"{row.Retries} retries", row.Key, Cut(row.Message)).TrimEnd(' ', '|');

    private static string Text(Moment moment) => moment.IsExact ? Time(moment.NotAfter)
        : $"{(moment.NotBefore is { } since ? Time(since) : "?")}..{Time(moment.NotAfter)}";

    private static string Time(DateTimeOffset time) => time.ToString(time.Millisecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Cut(string? message) => message is null ? "" : message.ReplaceLineEndings(" ") is var line && line.Length > 90 ? line[..90] : line;
}
