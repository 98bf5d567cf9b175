using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>The rows of <c>sync_events</c> as lines of a log, in the shape of Grafana's <c>log-lines</c>.</summary>
internal static class SyncEventsLog
{
    public static FrameBuilder<SyncEvent> Create()
    {
        var frame = new FrameBuilder<SyncEvent>(SyncEventsQuery.Definition.Name)
        {
            Meta = new FrameMeta { Type = FrameType.LogLines, PreferredVisualisationType = "logs" },
        };
        frame.Time("timestamp", "When it began; the latest that it can have been", row => row.Started.NotAfter);
        frame.Text("body", "What happened", Body);
        frame.Text("severity", "Level of the line", row => Severity(row.Phase));
        frame.Text("id", "Number of the attempt in the ledger", row => row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        frame.Json("labels", "What the line is about", Labels);
        return frame;
    }

    private static string Severity(SyncPhase phase) => phase switch
    {
        SyncPhase.Failed or SyncPhase.Error => "error",
        SyncPhase.Terminating => "warning",
        SyncPhase.Unknown => "unknown",
        _ => "info",
    };

    private static string Body(SyncEvent row)
    {
        var where = row.Environment is { } environment ? $" in {environment}" : "";
        var to = row.RevisionParts?.Short is { } revision ? $" to {revision}" : "";
        var by = row.Initiator switch
        {
            { User: { } user } => $" by {user}",
            { Automated: true } => $" by {row.Application.Operator} itself",
            _ => "",
        };
        var took = SyncTimes.Seconds(row.Started, row.Finished) is { } seconds ? $" after {DurationText.Of(seconds)}" : "";
        var message = row.Message is { } said ? $": {said}" : "";
        return $"{row.Application.Namespace}/{row.Application.Name}{where}: {row.Kind} sync{to}{by} {row.Phase}{took}{message}";
    }

    private static void Labels(Utf8JsonWriter labels, SyncEvent row)
    {
        labels.WriteStartObject();
        labels.WriteString("application", row.Application.Name);
        labels.WriteString("cluster", row.Application.Cluster);
        if (row.Environment is { } environment) labels.WriteString("environment", environment);
        if (row.Initiator.User is { } user) labels.WriteString("initiator", user);
        labels.WriteString("kind", row.Kind.ToString());
        labels.WriteString("namespace", row.Application.Namespace);
        labels.WriteString("operator", row.Application.Operator);
        labels.WriteString("phase", row.Phase.ToString());
        if (row.Revision is { } revision) labels.WriteString("revision", revision);
        labels.WriteEndObject();
    }
}
