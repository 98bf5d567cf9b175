using System.Diagnostics.CodeAnalysis;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>What an application is found by. Names are never cut, which could make two applications one.</summary>
internal static class ApplicationIdentity
{
    /// <summary>The change with clean names; false when the ledger cannot keep it.</summary>
    public static bool TryClean(
        ApplicationChange change, [NotNullWhen(true)] out ApplicationChange? clean, [NotNullWhen(false)] out string? reason)
    {
        var id = change.Application;
        var length = id.Cluster.Length + id.Operator.Length + id.Kind.Length + id.Namespace.Length + id.Name.Length;
        reason = (id.Cluster.Length * id.Operator.Length * id.Kind.Length * id.Name.Length, change.Uid.Length) switch
        {
            (0, _) => "its cluster, operator, kind or name is empty",
            (_, 0) => "its object has no uid",
            _ when length > StorageLimits.Key => $"its names have {length} characters, more than {StorageLimits.Key}",
            (_, > StorageLimits.Key) => $"its uid has more than {StorageLimits.Key} characters",
            _ when change is { Observation: not null, Environment: null } => "no environment was decided for it",
            _ => null,
        };
        clean = reason is null ? change with { Application = Clean(id), Uid = StoredText.Clean(change.Uid) } : null;
        return clean is not null;
    }

    private static ApplicationId Clean(ApplicationId id) => new(
        StoredText.Clean(id.Cluster), StoredText.Clean(id.Operator), StoredText.Clean(id.Kind), StoredText.Clean(id.Namespace),
        StoredText.Clean(id.Name));
}
