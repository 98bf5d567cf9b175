namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Dependencies go one way, as data flows: a part may name those that are listed for it and no others.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Protocol"] = [],
        ["Events"] = [],
        ["Environments"] = ["Events"],
        ["Storage"] = ["Events"],
        ["Sources"] = ["Events", "Environments", "Storage"],
        ["Senders"] = ["Sources"],
        ["Yaml"] = [],
        ["Delivery"] = ["Yaml", "Events", "Storage", "Sources"],
        ["Rules"] = ["Yaml"],
        ["Configuration"] = ["Protocol", "Environments", "Storage", "Sources", "Senders"],
        ["Telemetry"] = ["Protocol", "Events", "Storage", "Configuration"],
        ["Queries"] = ["Protocol", "Events", "Storage", "Configuration", "Telemetry"],
        ["Resources"] = ["Protocol", "Storage", "Queries"],
        ["Inbox"] = ["Senders", "Storage", "Sources", "Delivery", "Configuration"],
        ["Http"] = ["Storage", "Configuration", "Telemetry", "Inbox"],
        ["Hosting"] = ["Events", "Sources", "Configuration", "Queries"],
        ["Plugin"] = ["Protocol", "Events", "Storage", "Configuration", "Telemetry", "Queries", "Resources", "Hosting"],
        ["Demo"] = ["Events", "Environments", "Storage", "Sources", "Configuration"],
        ["CommandLine"] =
            ["Protocol", "Storage", "Sources", "Configuration", "Telemetry", "Queries", "Rules", "Hosting", "Demo"],
    };

    [Fact]
    public void Parts_depend_only_on_what_comes_before_them_in_the_flow()
    {
        var wrong = from file in SourceTree.Files
                    where file.Part != "Program"
                    from used in file.UsedParts
                    where used != file.Part && !(Allowed.TryGetValue(file.Part, out var allowed) && allowed.Contains(used))
                    select $"{file.Path} ({file.Part}) uses {used}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Allowed_dependencies_have_no_circle()
    {
        var done = new HashSet<string>();
        while (done.Count < Allowed.Count)
        {
            var next = Allowed.Where(part => !done.Contains(part.Key) && part.Value.All(done.Contains)).Select(part => part.Key).ToList();
            Assert.NotEmpty(next);
            done.UnionWith(next);
        }
    }

    [Fact]
    public void Every_folder_of_the_service_has_its_place_in_the_flow() =>
        Assert.Empty(SourceTree.Files.Select(file => file.Part).Distinct().Except(Allowed.Keys).Except(["Program"]));
}
