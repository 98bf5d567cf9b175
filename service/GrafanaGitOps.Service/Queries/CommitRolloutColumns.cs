using System.Text.Json;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>commits</c> that say where a commit is deployed and where it waits.</summary>
internal sealed class CommitRolloutColumns
{
    /// <summary>Applications that one cell names.</summary>
    private const int MostNames = 20;

    private readonly CellText _text = new();
    private readonly List<(string Name, DateTimeOffset First, bool TakenBack)> _environments = [];

    private CommitRolloutColumns()
    {
    }

    public static FrameBuilder<CommitRollout> Create()
    {
        var cells = new CommitRolloutColumns();
        var columns = new FrameBuilder<CommitRollout>(CommitsQuery.Definition.Name);
        columns.OptionalText("deployed_to", "Environments that the commit reached, with the first time each", cells.DeployedTo);
        columns.OptionalText("pending", "Environments and applications for which it is merged and waits to be deployed", cells.Pending);
        columns.Json("deployed", "Applications that it reached, the earliest first, each with its first time", Deployed);
        return columns;
    }

    private ReadOnlySpan<char> DeployedTo(CommitRollout reach)
    {
        // The applications come in the order in which they were reached.
        _environments.Clear();
        foreach (var arrival in reach.Deployed)
        {
            if (arrival.Deployed is not { } time) continue;
            var (name, isTakenBack) = (Environment(arrival.Application), arrival.TakenBack is not null);
            var known = _environments.FindIndex(environment => environment.Name == name);
            if (known < 0) _environments.Add((name, time, isTakenBack));
            else if (!isTakenBack) _environments[known] = _environments[known] with { TakenBack = false };
        }

        _text.Begin();
        foreach (var (name, first, isTakenBack) in _environments)
        {
            _text.Add(_text.IsEmpty ? "" : ", ").Add(name).Add(" ").Add(first.UtcDateTime, "yyyy-MM-dd HH:mm").Add(" UTC")
                .Add(isTakenBack ? " (taken back)" : "");
        }

        return _text.Written;
    }

    /// <summary>The applications come by environment and name.</summary>
    private ReadOnlySpan<char> Pending(CommitRollout reach)
    {
        _text.Begin();
        for (var (first, next) = (0, 0); first < reach.Pending.Count; first = next)
        {
            var environment = Environment(reach.Pending[first]);
            for (next = first + 1; next < reach.Pending.Count && Environment(reach.Pending[next]) == environment;) next++;
            _text.Add(first == 0 ? "" : "; ").Add(environment).Add(": ");
            AddNames(reach.Pending, first, next);
        }

        return _text.Written;
    }

    /// <summary>Names of the applications from one index to before another, each once.</summary>
    private void AddNames(IReadOnlyList<ApplicationStatus> applications, int from, int to)
    {
        var names = 0;
        for (var i = from; i < to; i++)
        {
            var name = applications[i].Application.Name;
            if (i > from && name == applications[i - 1].Application.Name) continue;
            if (names++ < MostNames) _text.Add(names == 1 ? "" : ", ").Add(name);
        }

        if (names > MostNames) _text.Add(" and ").Add(names - MostNames).Add(" more");
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
