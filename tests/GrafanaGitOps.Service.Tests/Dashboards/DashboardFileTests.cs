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
        (await Run.ToEndAsync("node", arguments)).Should().Be((0, ""));
    }

    [Fact]
    public void Addresses_of_dashboards_never_change() => DashboardFile.All.Select(file => $"{file.Name} {file.Uid}").Should().Equal(
        [
            "application gitops-application", "argocd gitops-argocd", "deployments gitops-deployments", "fleet gitops-fleet",
            "flux gitops-flux",
        ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_numbers_of_their_own_and_say_what_they_show(string name)
    {
        var file = DashboardFile.Of(name);
        file.Everything.Select(panel => (int)panel["id"]!).Should().OnlyHaveUniqueItems();
        file.Panels.Select(panel => (string)panel["title"]!).Should().OnlyHaveUniqueItems();
        file.Panels.Should().AllSatisfy(panel => ((string)panel["title"]!).Should().EndWith("?"));
        file.Panels.Should().AllSatisfy(panel => ((string)panel["description"]!).Should().EndWith("."));
        file.Everything.Except(file.Panels).Should().AllSatisfy(row => ((string)row["title"]!).Should().NotBeNullOrEmpty());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Graphs_have_units_and_panels_that_may_be_empty_say_why(string name)
    {
        var withData = DashboardFile.Of(name).Panels.Where(panel => panel["targets"] is not null).ToList();
        foreach (var graph in withData.Where(panel => (string)panel["type"]! is "timeseries" or "bargauge" or "histogram" or "barchart"))
            ((string)graph["fieldConfig"]!["defaults"]!["unit"]!).Should().NotBeNullOrEmpty();
        // The logs panel has no such setting.
        withData.Where(panel => (string)panel["type"]! != "logs").Should().AllSatisfy(
            panel => (panel["fieldConfig"]!["defaults"]!["noValue"] is not null).Should().BeTrue((string)panel["title"]!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_lie_side_by_side_within_the_grid(string name)
    {
        var file = DashboardFile.Of(name);
        foreach (var level in file.Everything.Select(panel => panel["panels"]).Prepend(file.Json["panels"]))
        {
            var places = DashboardFile.List(level).Select(panel => Place.Of(panel["gridPos"]!)).ToList();
            foreach (var place in places) (place.X + place.Width).Should().BeInRange(1, Columns);
            places.SelectMany((one, index) => places.Skip(index + 1).Where(one.Overlaps)).Should().BeEmpty();
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
            References(variable["query"]!.ToJsonString()).Should().BeSubsetOf(known);
            known.Add((string)variable["name"]!).Should().BeTrue();
        }

        References(file.Text).Order().Should().Equal(known.Order());
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
            PanelColumns.Unknown(panel, columns).Select(unknown => $"{panel["title"]}: {unknown}").Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Annotations_are_answered_with_the_columns_that_they_name(string name)
    {
        var file = DashboardFile.Of(name);
        foreach (var annotation in file.Annotations)
        {
            var columns = (await answers.ColumnsAsync(SampleValues.Of(file).Query(annotation["target"]!.AsObject()))).Should().ContainSingle().Which;
            var mapped = annotation["mappings"]?.AsObject().Select(pair => (string)pair.Value!["value"]!);
            (mapped ?? ["time", "timeEnd", "title", "text", "tags", "id"]).Except(columns).Should().BeEmpty();
            var shownOn = annotation["filter"]!["ids"]!.AsArray().Select(id => (int)id!);
            shownOn.Except(file.Panels.Select(panel => (int)panel["id"]!)).Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_to_dashboards_that_are_there(string name)
    {
        var linked = DashboardLink().Matches(DashboardFile.Of(name).Text).Select(match => match.Groups["uid"].Value);
        linked.Except(DashboardFile.All.Select(file => file.Uid)).Should().BeEmpty();
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
