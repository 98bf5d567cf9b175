using System.Globalization;
using System.Text;
using System.Text.Json;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>commits</c> that say where a commit is deployed and where it waits.</summary>
internal static class CommitReachColumns
{
    /// <summary>Applications that one cell names.</summary>
    private const int MostNames = 20;

    public static FrameBuilder<List<CommitReach>> Create()
    {
        var columns = new FrameBuilder<List<CommitReach>>(CommitsQuery.Definition.Name);
        columns.OptionalText("deployed_to", "Environments that the commit reached, with the first time each", DeployedTo);
        columns.OptionalText("pending", "Environments and applications for which it is merged and waits to be deployed", Pending);
        columns.Json("deployed", "Applications that it reached, the earliest first, each with its first time", Deployed);
        return columns;
    }

    private static string? DeployedTo(List<CommitReach> reaches)
    {
        // The applications come in the order in which they were reached.
        List<(string Name, DateTimeOffset First, bool TakenBack)> environments = [];
        foreach (var reach in reaches)
        {
            if (reach.Deployed is not { } time) continue;
            var (name, isTakenBack) = (Environment(reach), reach.TakenBack is not null);
            var known = IndexOf(environments, name);
            if (known < 0) environments.Add((name, time, isTakenBack));
            else if (!isTakenBack) environments[known] = environments[known] with { TakenBack = false };
        }

        if (environments.Count == 0) return null;
        var text = new StringBuilder();
        foreach (var (name, first, isTakenBack) in environments)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(name).Append(' ')
                .Append(CultureInfo.InvariantCulture, $"{first.UtcDateTime:yyyy-MM-dd HH:mm} UTC").Append(isTakenBack ? " (taken back)" : "");
        }

        return text.ToString();
    }

    private static int IndexOf(List<(string Name, DateTimeOffset First, bool TakenBack)> environments, string name)
    {
        for (var i = 0; i < environments.Count; i++)
            if (environments[i].Name == name) return i;
        return -1;
    }

    private static string? Pending(List<CommitReach> reaches)
    {
        // For most commits nothing waits, or one application.
        var waiting = reaches.FindAll(static reach => reach.Pending);
        if (waiting.Count == 0) return null;
        if (waiting is [var single]) return $"{Environment(single)}: {single.Application.Name}";
        return string.Join("; ", waiting.GroupBy(Environment).Select(environment => $"{environment.Key}: {Names(environment)}"));
    }

    private static string Names(IEnumerable<CommitReach> reaches)
    {
        var names = reaches.Select(reach => reach.Application.Name).Distinct(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", names.Take(MostNames));
        var more = names.Count - MostNames;
        return more <= 0 ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {more} more");
    }

    private static void Deployed(Utf8JsonWriter writer, List<CommitReach> reaches)
    {
        var written = 0;
        foreach (var reach in reaches)
        {
            if (reach.Deployed is null && reach.TakenBack is null) continue;
            if (written == 0) writer.WriteStartArray();
            Write(writer, reach);
            if (++written == MostNames) break;
        }

        if (written > 0) writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, CommitReach reach)
    {
        writer.WriteStartObject();
        if (reach.Environment is { } environment) writer.WriteString("environment", environment);
        writer.WriteString("cluster", reach.Application.Cluster);
        writer.WriteString("namespace", reach.Application.Namespace);
        writer.WriteString("application", reach.Application.Name);
        if (reach.Deployed is { } time) writer.WriteString("time", time.UtcDateTime);
        if (reach.TakenBack is { } takenBack) writer.WriteString("taken_back", takenBack.UtcDateTime);
        writer.WriteEndObject();
    }

    private static string Environment(CommitReach reach) => reach.Environment ?? "(no environment)";
}
