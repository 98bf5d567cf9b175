using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Past;

/// <summary>Colours of the phases of a sync.</summary>
internal static class PhaseLook
{
    /// <summary>For a column that holds the phase's name.</summary>
    public static FieldConfig Config { get; } = new()
    {
        Mappings = [new ValueTextMapping([.. Enum.GetValues<SyncPhase>().Select(phase => KeyValuePair.Create(phase.ToString(), new ValueLook(null, Color(phase))))])],
        Custom = new Dictionary<string, object> { ["cellOptions"] = new Dictionary<string, object> { ["type"] = "color-text" } },
    };

    private static string Color(SyncPhase phase) => phase switch
    {
        SyncPhase.Succeeded => "green",
        SyncPhase.Failed or SyncPhase.Error => "red",
        SyncPhase.Running => "blue",
        SyncPhase.Terminating => "orange",
        _ => "gray",
    };
}
