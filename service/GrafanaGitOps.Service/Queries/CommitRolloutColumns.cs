using System.Text.Json;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;
using static System.FormattableString;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>commits</c> that say where a commit is deployed and where it waits.</summary>
internal static class CommitRolloutColumns
{
    /// <summary>Applications that one cell names.</summary>
    private const int MostNames = 20;

    public static FrameBuilder<CommitRollout> Create()
    {
        var columns = new FrameBuilder<CommitRollout>(CommitsQuery.Definition.Name);
        columns.OptionalText("deployed_to", "Environments that the commit reached, with the first time each", DeployedTo);
        columns.OptionalText("pending", "Environments and applications for which it is merged and waits to be deployed", Pending);
        columns.Json("deployed", "Applications that it reached, the earliest first, each with its first time", Deployed);
        return columns;
    }

    private static string? DeployedTo(CommitRollout reach)
    {
        if (reach.Deployed.Count == 0) return null;
        // The applications come in the order in which they were reached.
        var reached = from arrival in reach.Deployed
                      where arrival.Deployed is not null
                      group arrival by Environment(arrival.Application) into arrivals
                      let isTakenBack = arrivals.All(arrival => arrival.TakenBack is not null)
                      select Invariant($"{arrivals.Key} {arrivals.First().Deployed!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(isTakenBack ? " (taken back)" : "")}");
        return string.Join(", ", reached) is { Length: > 0 } text ? text : null;
    }

    private static string? Pending(CommitRollout reach) => reach.Pending.Count == 0
        ? null
        : string.Join("; ", reach.Pending.GroupBy(Environment).Select(waiting => $"{waiting.Key}: {Names(waiting)}"));

    /// <summary>Each name once; the applications come by name.</summary>
    private static string Names(IEnumerable<ApplicationStatus> applications)
    {
        var names = applications.Select(application => application.Application.Name).Distinct().ToList();
        var more = names.Count > MostNames ? Invariant($" and {names.Count - MostNames} more") : "";
        return string.Join(", ", names.Take(MostNames)) + more;
    }

    private static void Deployed(Utf8JsonWriter writer, CommitRollout reach)
    {
        if (reach.Deployed.Count == 0) return;
        writer.WriteStartArray();
        for (var i = 0; i < Math.Min(reach.Deployed.Count, MostNames); i++) Write(writer, reach.Deployed[i]);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, CommitArrival arrival)
    {
        var application = arrival.Application.Application;
        writer.WriteStartObject();
        if (arrival.Application.Environment is { } environment) writer.WriteString("environment"u8, environment);
        writer.WriteString("cluster"u8, application.Cluster);
        writer.WriteString("namespace"u8, application.Namespace);
        writer.WriteString("application"u8, application.Name);
        if (arrival.Deployed is { } time) writer.WriteString("time"u8, time.UtcDateTime);
        if (arrival.TakenBack is { } takenBack) writer.WriteString("taken_back"u8, takenBack.UtcDateTime);
        writer.WriteEndObject();
    }

    private static string Environment(ApplicationStatus application) => application.Environment ?? "(no environment)";
}
