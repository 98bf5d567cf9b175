using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>What was found for one application: a row of <c>application_delivery</c>.</summary>
public sealed record DeliveryState
{
    internal static RowTable<DeliveryState> Table { get; } = new(
        "application_delivery",
        new() { { "application_id", state => state.Application } },
        new()
        {
            { "evaluated_at", state => state.Evaluated.ToUnixTimeMilliseconds() },
            { "made_of", state => state.Fingerprint },
            { "status", state => (long)state.Status },
            { "notice", state => StoredText.Message(state.Notice) },
            { "head", state => Bytes(state.Head) },
            { "commits_behind", state => state.CommitsBehind },
            { "oldest_pending", state => StoredMoment.Milliseconds(state.OldestPending) },
            { "paths_status", state => (long)state.PathsKnown },
            { "paths_revision", state => Bytes(state.PathsRevision) },
            { "paths_notice", state => StoredText.Message(state.PathsNotice) },
        });

    /// <summary>Row of the application.</summary>
    public required long Application { get; init; }

    /// <summary>When it was looked at last.</summary>
    public required DateTimeOffset Evaluated { get; init; }

    /// <summary>What the answer was made of: when all of it is the same, the answer is the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the pending commits are known.</summary>
    public required CommitsKnown Status { get; init; }

    /// <summary>Why not, or what is left out.</summary>
    public string? Notice { get; init; }

    /// <summary>Object id of the commit that the target of the first source names.</summary>
    public string? Head { get; init; }

    /// <summary>Commits that are merged and not deployed; null when they are not known.</summary>
    public long? CommitsBehind { get; init; }

    /// <summary>When the oldest of them got onto the target branch.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>How the paths are known.</summary>
    public PathsKnown PathsKnown { get; init; }

    /// <summary>Object id of the commit at which the paths were read.</summary>
    public string? PathsRevision { get; init; }

    /// <summary>What is off with the paths.</summary>
    public string? PathsNotice { get; init; }

    /// <summary>All rows, each column by the name of its property.</summary>
    internal static string Select(Dialect dialect) =>
        $"""
        SELECT application_id AS application, evaluated_at AS evaluated, made_of AS fingerprint, status, notice, {dialect.ToHex("head")} AS head,
            commits_behind, oldest_pending, paths_status AS paths_known, {dialect.ToHex("paths_revision")} AS paths_revision, paths_notice
        FROM application_delivery ORDER BY application_id
        """;

    private static byte[]? Bytes(string? id) => id is null ? null : ObjectId.Parse(id);
}

/// <summary>What is to be recorded of one application; null lists stay as they are recorded.</summary>
/// <param name="State">The answer.</param>
/// <param name="Paths">Folders and files, each with the row of its repository.</param>
/// <param name="Pending">Rows of commits that wait, each with the moment at which it got onto the branch.</param>
/// <param name="Repositories">Row of the repository of each source.</param>
/// <param name="IsVisible">Whether answers that people see have changed, other than by the paths.</param>
public sealed record DeliveryRecord(
    DeliveryState State,
    IReadOnlyList<(long Repository, string Path)>? Paths,
    IReadOnlyList<(long Commit, DateTimeOffset Merged)>? Pending,
    IReadOnlyList<long?>? Repositories,
    bool IsVisible);

/// <summary>A head that moved on, with all that follows from it for applications that differ in nothing else.</summary>
/// <param name="OldHead">Object id that it had.</param>
/// <param name="NewHead">Object id that it has.</param>
/// <param name="Applications">Rows of the applications that follow it.</param>
/// <param name="Pending">Commits that came, for those of the applications that they touch.</param>
public sealed record HeadAdvance(
    string OldHead, string NewHead, IReadOnlyList<long> Applications,
    IReadOnlyList<(long Application, long Commit, DateTimeOffset Merged)> Pending);
