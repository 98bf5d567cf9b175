using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>What must hold of every dashboard, whatever the data.</summary>
public sealed partial class DashboardFileTests(SampleAnswers answers) : IClassFixture<SampleAnswers>
{
    private const int Columns = 24;

    public static IEnumerable<TheoryDataRow<string>> Names => DashboardFile.Names;

    [Fact]
    public async Task Files_are_what_their_source_makes()
    {
        string[] arguments = [Path.Combine(Repository.Root, "dashboards", "build.mjs"), "--check"];
        Assert.Equal((0, ""), await Run.ToEndAsync("node", arguments));
    }

    [Fact]
    public void Addresses_of_dashboards_never_change() => Assert.Equal(
        [
            "application gitops-application", "argocd gitops-argocd", "deployments gitops-deployments", "fleet gitops-fleet",
            "flux gitops-flux",
        ],
        DashboardFile.All.Select(file => $"{file.Name} {file.Uid}"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_numbers_of_their_own_and_say_what_they_show(string name)
    {
        var file = DashboardFile.Of(name);
        Assert.Distinct(file.Everything.Select(panel => (int)panel["id"]!));
        Assert.Distinct(file.Panels.Select(panel => (string)panel["title"]!));
        Assert.All(file.Panels, panel => Assert.EndsWith("?", (string)panel["title"]!, StringComparison.Ordinal));
        Assert.All(file.Panels, panel => Assert.EndsWith(".", (string)panel["description"]!, StringComparison.Ordinal));
        Assert.All(file.Everything.Except(file.Panels), row => Assert.NotEmpty((string)row["title"]!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Graphs_have_units_and_panels_that_may_be_empty_say_why(string name)
    {
        var withData = DashboardFile.Of(name).Panels.Where(panel => panel["targets"] is not null).ToList();
        Assert.All(
            withData.Where(panel => (string)panel["type"]! is "timeseries" or "bargauge" or "histogram" or "barchart"),
            panel => Assert.NotEmpty((string)panel["fieldConfig"]!["defaults"]!["unit"]!));
        // The logs panel has no such setting.
        Assert.All(
            withData.Where(panel => (string)panel["type"]! != "logs"),
            panel => Assert.True(panel["fieldConfig"]!["defaults"]!["noValue"] is not null, (string)panel["title"]!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_lie_side_by_side_within_the_grid(string name)
    {
        var file = DashboardFile.Of(name);
        foreach (var level in file.Everything.Select(panel => panel["panels"]).Prepend(file.Json["panels"]))
        {
            var places = DashboardFile.List(level).Select(panel => Place.Of(panel["gridPos"]!)).ToList();
            Assert.All(places, place => Assert.InRange(place.X + place.Width, 1, Columns));
            Assert.Empty(places.SelectMany((one, index) => places.Skip(index + 1).Where(one.Overlaps)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_are_defined_before_they_are_used(string name)
    {
        var file = DashboardFile.Of(name);
        var known = new HashSet<string>();
        foreach (var variable in file.Variables)
        {
            Assert.Subset(known, References(variable["query"]!.ToJsonString()));
            Assert.True(known.Add((string)variable["name"]!));
        }

        Assert.Equal(known.Order(), References(file.Text).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Queries_are_answered_and_panels_name_columns_that_are_there(string name)
    {
        var (file, values) = (DashboardFile.Of(name), SampleValues.Of(DashboardFile.Of(name)));
        foreach (var panel in file.Panels.Where(panel => DashboardFile.List(panel["targets"]).Any(target => new Target("", target).IsOurs)))
        {
            var columns = new List<string>();
            foreach (var target in DashboardFile.List(panel["targets"]))
                columns.AddRange((await answers.ColumnsAsync(values.Query(target))).SelectMany(frame => frame));
            Assert.Empty(PanelColumns.Unknown(panel, columns).Select(unknown => $"{panel["title"]}: {unknown}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Annotations_are_answered_with_the_columns_that_they_name(string name)
    {
        var file = DashboardFile.Of(name);
        foreach (var annotation in file.Annotations)
        {
            var columns = Assert.Single(await answers.ColumnsAsync(SampleValues.Of(file).Query(annotation["target"]!.AsObject())));
            var mapped = annotation["mappings"]?.AsObject().Select(pair => (string)pair.Value!["value"]!);
            Assert.Empty((mapped ?? ["time", "timeEnd", "title", "text", "tags", "id"]).Except(columns));
            var shownOn = annotation["filter"]!["ids"]!.AsArray().Select(id => (int)id!);
            Assert.Empty(shownOn.Except(file.Panels.Select(panel => (int)panel["id"]!)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_to_dashboards_that_are_there(string name)
    {
        var linked = DashboardLink().Matches(DashboardFile.Of(name).Text).Select(match => match.Groups["uid"].Value);
        Assert.Empty(linked.Except(DashboardFile.All.Select(file => file.Uid)));
    }

    /// <summary>Names of variables in a text; Grafana's own begin with two underscores.</summary>
    private static HashSet<string> References(string text)
    {
        var names = Reference().Matches(text).Select(match => match.Groups["name"].Value);
        return [.. names.Where(name => !name.StartsWith("__", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"/d/(?<uid>[\w-]+)\?")]
    private static partial Regex DashboardLink();

    private sealed record Place(int X, int Y, int Width, int Height)
    {
        public static Place Of(JsonNode place) => new((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);

        public bool Overlaps(Place other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
