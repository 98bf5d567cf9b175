using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>
/// The frame of <c>sync_timeline</c>: one time column, then one column of states for each application and dimension. Each cell says what
/// held at that time, because the state timeline panel takes an empty one for a gap; the panel itself joins equal states.
/// </summary>
internal static class TimelineFrame
{
    private const string UnknownWhen = "changed, unknown when";

    private static readonly Dimension Sync = Of("sync", Enum.GetNames<SyncStatus>(), StateColumns.SyncColours);

    private static readonly Dimension Health = Of("health", Enum.GetNames<HealthStatus>(), StateColumns.HealthColours);

    public static Frame Create(IReadOnlyList<ApplicationTimeline> applications, TimelineFilter filter, IReadOnlyList<Notice> notices)
    {
        var names = new SeriesNames(applications);
        var series = new List<(TimelineSeries Series, EnumField Column)>();
        foreach (var application in applications)
        {
            if (filter.Sync) Add(application, application.Sync, Sync);
            if (filter.Health) Add(application, application.Health, Health);
        }

        var times = series.SelectMany(one => one.Series.Times).Distinct().Order().ToList();
        var time = new TimeField("time") { Config = new FieldConfig { Description = "When a state began" } };
        foreach (var moment in times) time.Append(moment);
        foreach (var (states, column) in series) states.AppendTo(column, times);
        return new Frame(SyncTimelineQuery.Definition.Name, [time, .. series.Select(one => one.Column)])
        {
            Meta = new FrameMeta { PreferredVisualisationType = "graph", Notices = notices.Count == 0 ? null : notices },
        };

        void Add(ApplicationTimeline application, IReadOnlyList<StateChange> changes, Dimension dimension)
        {
            var name = filter.Sync && filter.Health ? $"{names.Of(application)} {dimension.Name}" : names.Of(application);
            var steps = new TimelineSeries(changes, dimension.Texts.Length - 1, filter.From, filter.To);
            series.Add((steps, Column(application, dimension, name)));
        }
    }

    private static Dimension Of(string name, string[] states, IReadOnlyList<(string Text, string Colour)> colours) => new(
        name, [.. states, UnknownWhen], [.. states.Select(state => colours.Single(one => one.Text == state).Colour), "light-purple"]);

    private static EnumField Column(ApplicationTimeline application, Dimension dimension, string name) =>
        new(dimension.Name, dimension.Texts, nullable: true)
        {
            Labels = Labels(application),
            Config = new FieldConfig { DisplayNameFromDS = name, EnumColors = dimension.Colors },
        };

    private static Dictionary<string, string> Labels(ApplicationTimeline application)
    {
        var labels = new Dictionary<string, string>
        {
            ["application"] = application.Application.Name,
            ["cluster"] = application.Application.Cluster,
            ["kind"] = application.Application.Kind,
            ["namespace"] = application.Application.Namespace,
            ["operator"] = application.Application.Operator,
        };
        if (application.Environment is { } environment) labels["environment"] = environment;
        return labels;
    }

    /// <summary>A kind of state, with the texts of its numbers and their colours.</summary>
    private sealed record Dimension(string Name, string[] Texts, string[] Colors);

    /// <summary>The shortest names that tell the applications of one answer apart.</summary>
    private sealed class SeriesNames(IReadOnlyList<ApplicationTimeline> applications)
    {
        private static readonly Func<ApplicationTimeline, string>[] Forms =
        [
            timeline => timeline.Application.Name,
            timeline => timeline.Environment is { } environment ? $"{timeline.Application.Name} {environment}" : timeline.Application.Name,
            timeline => $"{timeline.Application.Namespace}/{timeline.Application.Name} in {timeline.Application.Cluster}",
            timeline => timeline.Application.ToString(),
        ];

        private readonly Func<ApplicationTimeline, string> _form = Array.Find(
            Forms, form => applications.Select(form).Distinct().Count() == applications.Count) ?? Forms[^1];

        public string Of(ApplicationTimeline application) => _form(application);
    }
}
