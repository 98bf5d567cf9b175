using System.Text.Json.Nodes;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries;

/// <summary>How columns with states look. States are texts with colours: tables filter and sort them as people read them.</summary>
internal static class StateColumns
{
    /// <summary>Colour of what nobody can say.</summary>
    public const string Grey = "gray";

    /// <summary>Each <see cref="SyncStatus"/> and its colour.</summary>
    public static IReadOnlyList<(string Text, string Colour)> SyncColours { get; } =
        [(nameof(SyncStatus.Synced), "green"), (nameof(SyncStatus.OutOfSync), "orange"), (nameof(SyncStatus.Unknown), Grey)];

    /// <summary>Each <see cref="HealthStatus"/> and its colour.</summary>
    public static IReadOnlyList<(string Text, string Colour)> HealthColours { get; } =
    [
        (nameof(HealthStatus.Healthy), "green"), (nameof(HealthStatus.Progressing), "blue"), (nameof(HealthStatus.Degraded), "red"),
        (nameof(HealthStatus.Suspended), "purple"), (nameof(HealthStatus.Missing), "yellow"), (nameof(HealthStatus.Unknown), Grey),
    ];

    /// <summary>For <see cref="SyncStatus"/>.</summary>
    public static FieldConfig Sync { get; } = Coloured(SyncColours);

    /// <summary>For <see cref="HealthStatus"/>.</summary>
    public static FieldConfig Health { get; } = Coloured(HealthColours);

    /// <summary>For <see cref="SyncPhase"/>.</summary>
    public static FieldConfig Phase { get; } = Coloured(
        (nameof(SyncPhase.Succeeded), "green"), (nameof(SyncPhase.Running), "blue"), (nameof(SyncPhase.Terminating), "orange"),
        (nameof(SyncPhase.Failed), "red"), (nameof(SyncPhase.Error), "dark-red"), (nameof(SyncPhase.Unknown), Grey));

    /// <summary>For a column that says whether a sync went well.</summary>
    public static FieldConfig Outcome { get; } = Coloured(("succeeded", "green"), ("failed", "red"));

    /// <summary>A truth value that is shown in this colour where it holds, and stays quiet elsewhere.</summary>
    public static FieldConfig Alarm(string colour) => Text() with
    {
        Mappings =
        [
            new SpecialValueMapping(SpecialValue.True, new ValueLook("yes", colour)),
            // Without a colour of its own Grafana shows false in red.
            new SpecialValueMapping(SpecialValue.False, new ValueLook("no", "text")),
        ],
    };

    /// <summary>Texts in colours.</summary>
    public static FieldConfig Coloured(params IEnumerable<(string Text, string Colour)> states) => Text() with
    {
        Mappings = [new ValueTextMapping([.. states.Select(state => KeyValuePair.Create(state.Text, new ValueLook(null, state.Colour)))])],
    };

    // Without this option the table panel shows the texts of mappings but not their colours.
    private static FieldConfig Text() => new()
    {
        Custom = new JsonObject { ["cellOptions"] = new JsonObject { ["type"] = "color-text" } },
    };
}
