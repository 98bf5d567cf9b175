using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Dependencies go one way, as data flows: a part may name those that are listed for it and no others.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Protocol"] = [],
        ["Cleaning"] = [],
        ["Events"] = [],
        ["Environments"] = ["Events"],
        ["Resilience"] = [],
        ["Scheduling"] = [],
        ["Storage"] = ["Resilience", "Events", "Scheduling"],
        ["Sources"] = ["Cleaning", "Resilience", "Events", "Environments", "Scheduling", "Storage"],
        ["Senders"] = ["Cleaning", "Sources"],
        ["Yaml"] = [],
        ["Delivery"] = ["Cleaning", "Resilience", "Yaml", "Events", "Storage", "Sources"],
        ["Rules"] = ["Cleaning", "Yaml"],
        ["Configuration"] = ["Protocol", "Environments", "Storage", "Sources", "Senders"],
        ["Telemetry"] = ["Cleaning", "Protocol", "Events", "Storage", "Configuration"],
        ["Queries"] = ["Protocol", "Events", "Storage", "Sources", "Configuration", "Telemetry"],
        ["Resources"] = ["Protocol", "Storage", "Queries"],
        ["Inbox"] = ["Events", "Resilience", "Scheduling", "Senders", "Storage", "Sources", "Configuration"],
        ["Http"] = ["Storage", "Configuration", "Telemetry", "Inbox"],
        ["Hosting"] = ["Events", "Sources", "Configuration", "Queries"],
        ["Plugin"] = ["Protocol", "Events", "Storage", "Sources", "Configuration", "Telemetry", "Queries", "Resources", "Hosting"],
        ["Demo"] = ["Events", "Environments", "Storage", "Sources", "Configuration"],
        ["CommandLine"] =
            ["Cleaning", "Protocol", "Storage", "Sources", "Configuration", "Telemetry", "Queries", "Rules", "Hosting", "Demo"],
    };

    /// <summary>Folders of operators: each knows what all share, and none knows another.</summary>
    private static readonly string[] OperatorFolders = [.. SourceTree.Files
        .Where(file => file.Part == "Sources" && file.Text.Contains("static SourceDefinition Definition", StringComparison.Ordinal)).Select(file => file.Source)];

    /// <summary>The same within the sources: from what speaks to a system up to what puts the watching of one cluster together.</summary>
    private static readonly Dictionary<string, string[]> AllowedInSources = new(
        OperatorFolders.Select(folder => KeyValuePair.Create<string, string[]>(folder, ["Kubernetes", "Watching", "Operators"])))
    {
        ["Links"] = [],
        ["Git"] = ["Links"],
        ["Kubernetes"] = [],
        ["Watching"] = ["Kubernetes"],
        ["Operators"] = ["Links", "Kubernetes", "Watching"],
        ["Clusters"] = ["Kubernetes", "Watching", "Operators"],
        [""] = ["Git", "Kubernetes", "Watching", "Operators", "Clusters", .. OperatorFolders],
    };

    [Fact]
    public void Parts_depend_only_on_what_comes_before_them_in_the_flow()
    {
        var wrong = from file in SourceTree.Files
                    where file.Part != "Program"
                    from used in file.UsedParts
                    where used != file.Part && !(Allowed.TryGetValue(file.Part, out var allowed) && allowed.Contains(used))
                    select $"{file.Path} ({file.Part}) uses {used}";

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Sources_depend_only_on_those_below_them()
    {
        OperatorFolders.Should().Contain(["ArgoCd", "Flux"]);
        var wrong = from file in SourceTree.Files
                    where file.Part == "Sources"
                    from used in file.UsedSources
                    where used != file.Source && !(AllowedInSources.TryGetValue(file.Source, out var allowed) && allowed.Contains(used))
                    select $"{file.Path} ({file.Source}) uses {used}";

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Answers_know_of_the_sources_only_their_table() =>
        SourceTree.Files.Where(file => file.Part is "Queries" or "Plugin" && file.UsedSources.Any()).Select(file => file.Path).Should().BeEmpty();

    /// <summary>What the sources are made of sees their root without naming it.</summary>
    [Fact]
    public void Sources_do_not_use_what_puts_them_together()
    {
        string[] root = [.. SourceTree.Files.Where(file => file is { Part: "Sources", Source: "" }).Select(file => Path.GetFileNameWithoutExtension(file.Path))];
        var names = new Regex($@"\b({string.Join('|', root)})\b");

        SourceTree.Files.Where(file => file is { Part: "Sources", Source.Length: > 0 } && names.IsMatch(file.Text)).Select(file => file.Path).Should().BeEmpty();
    }

    [Fact]
    public void Allowed_dependencies_have_no_circle()
    {
        AssertHasNoCircle(Allowed);
        AssertHasNoCircle(AllowedInSources);
    }

    [Fact]
    public void Every_folder_of_the_service_has_its_place_in_the_flow() =>
        SourceTree.Files.Select(file => file.Part).Distinct().Except(Allowed.Keys).Except(["Program"]).Should().BeEmpty();

    [Fact]
    public void Package_for_Kubernetes_sends_nothing_but_GET_and_from_one_place()
    {
        var clients = SourceTree.Files.Where(file => Regex.IsMatch(file.Text, @"\bk8s\.Kubernetes\b|\bIKubernetes\b|\bGenericClient\b"));
        clients.Select(file => file.Path).Should().Equal("service/GrafanaGitOps.Service/Sources/Kubernetes/Access/ClusterConnection.cs");

        var methods = SourceTree.Files.Where(file => file.Part == "Sources").SelectMany(file => Regex.Matches(file.Text, @"HttpMethod\.\w+|\b(Post|Put|Patch|Delete)Async\b"));
        methods.Select(match => match.Value).Distinct().Should().Equal("HttpMethod.Get");
    }

    private static void AssertHasNoCircle(Dictionary<string, string[]> allowed)
    {
        var done = new HashSet<string>();
        while (done.Count < allowed.Count)
        {
            var next = allowed.Where(part => !done.Contains(part.Key) && part.Value.All(done.Contains)).Select(part => part.Key).ToList();
            next.Should().NotBeEmpty();
            done.UnionWith(next);
        }
    }
}
