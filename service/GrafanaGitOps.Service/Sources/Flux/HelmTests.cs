using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>The test hooks of a Helm release; of its other resources Flux keeps no results.</summary>
internal static class HelmTests
{
    public static ResourceResults Results(ReleaseSnapshotDto snapshot)
    {
        if (snapshot.TestHooks is not { Count: > 0 } hooks) return ResourceResults.None;
        return new ResourceResults
        {
            Items =
            [
                .. hooks.OrderBy(hook => hook.Value?.Phase == "Failed" ? 0 : 1).ThenBy(hook => hook.Key, StringComparer.Ordinal).Take(ApplicationLimits.Results)
                    .Select(hook => new ResourceResult
                    {
                        Group = "",
                        Kind = "Pod",
                        Name = ForeignText.Line(hook.Key),
                        HookType = "test",
                        HookPhase = BoundedText.Text(hook.Value?.Phase),
                    }),
            ],
            Total = hooks.Count,
            Failed = hooks.Values.Count(hook => hook?.Phase == "Failed"),
        };
    }
}
