using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Past;

/// <summary>Colours of the phases of a sync.</summary>
internal static class PhaseLook
{
    /// <summary>For a column that holds the phase's name.</summary>
    public static FieldConfig Config { get; } = new()
    {
        Mappings = [new ValueTextMapping([.. Enum.GetValues<SyncPhase>().Select(phase => Look(phase.ToString(), Color(phase)))])],
        Custom = new Dictionary<string, object> { ["cellOptions"] = new Dictionary<string, object> { ["type"] = "color-text" } },
    };

    /// <summary>The same for a column that says whether it went well.</summary>
    public static FieldConfig Outcome { get; } = Config with
    {
        Mappings = [new ValueTextMapping([Look("succeeded", "green"), Look("failed", "red")])],
    };

    private static KeyValuePair<string, ValueLook> Look(string text, string color) => new(text, new ValueLook(null, color));

    private static string Color(SyncPhase phase) => phase switch
    {
        SyncPhase.Succeeded => "green",
        SyncPhase.Failed or SyncPhase.Error => "red",
        SyncPhase.Running => "blue",
        SyncPhase.Terminating => "orange",
        _ => "gray",
    };
}
