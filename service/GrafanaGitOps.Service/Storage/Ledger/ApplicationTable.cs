using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>How <see cref="ApplicationRow"/> is read and written.</summary>
internal static class ApplicationTable
{
    private const string Name = "applications";

    private static readonly ColumnList<ApplicationRow> Id = Of(nameof(ApplicationRow.Id));

    private static readonly ColumnList<ApplicationRow> Identity = Of(
        nameof(ApplicationRow.Cluster), nameof(ApplicationRow.Operator), nameof(ApplicationRow.Kind), nameof(ApplicationRow.Namespace),
        nameof(ApplicationRow.Name), nameof(ApplicationRow.FirstSeen));

    /// <summary>What changes with each look.</summary>
    private static readonly ColumnList<ApplicationRow> Looks = Of(
        nameof(ApplicationRow.ResourceVersion), nameof(ApplicationRow.LastLooked), nameof(ApplicationRow.LookedIn), nameof(ApplicationRow.ObservedAt));

    private static readonly ColumnList<ApplicationRow> ChangedIn = Of(nameof(ApplicationRow.ChangedIn));

    /// <summary>What answers show besides. <c>deployment_id</c> follows the sync events and is set by SQL, the last two are of another table.</summary>
    private static readonly ColumnList<ApplicationRow> Shown = ColumnList<ApplicationRow>.AllBut(
        [Id, Identity, Looks, ChangedIn], nameof(ApplicationRow.DeploymentId), nameof(ApplicationRow.ResourcesOf), nameof(ApplicationRow.Hash));

    private static readonly RowTable<ApplicationRow> Whole = new(Name, Id, [.. Identity, .. ChangedIn, .. Looks, .. Shown]);

    public static ColumnList<ApplicationRow> All => Whole.Columns;

    public static RowStatement<ApplicationRow> Insert => Whole.Insert;

    public static RowStatement<ApplicationRow> Update { get; } = new(RowAction.Update, Name, Id, [.. ChangedIn, .. Looks, .. Shown]);

    /// <summary>After a look that brought nothing new.</summary>
    public static RowStatement<ApplicationRow> Touch { get; } = new(RowAction.Update, Name, Id, Looks);

    /// <summary>Whether answers show the same for both.</summary>
    public static bool ShowSame(ApplicationRow one, ApplicationRow other) => Shown.AreSame(one, other);

    /// <summary>Whether both come from the same version of the object, and the operator has not looked in between.</summary>
    public static bool AreSameLook(ApplicationRow one, ApplicationRow other) =>
        one.ResourceVersion == other.ResourceVersion && one.LastLooked == other.LastLooked && ShowSame(one, other);

    private static ColumnList<ApplicationRow> Of(params IEnumerable<string> properties) => ColumnList<ApplicationRow>.Of(properties);
}
