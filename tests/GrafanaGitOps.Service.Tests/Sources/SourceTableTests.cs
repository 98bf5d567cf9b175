using System.Text;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources;

/// <summary>What is written down elsewhere says what the table says. GITOPS_UPDATE_GOLDENS=1 writes it anew.</summary>
public sealed class SourceTableTests
{
    [Fact]
    public void Role_of_the_manifests_grants_what_the_table_needs()
    {
        var rules = new StringBuilder("rules:\n");
        foreach (var source in SourceTable.All)
        {
            rules.Append($"  # {source.Title}\n");
            IEnumerable<ResourceDefinition> granted = [.. source.Kinds.Select(kind => kind.Resource), .. source.Reserved];
            foreach (var group in granted.GroupBy(resource => resource.Group))
                rules.Append($"  - apiGroups: [{group.Key}]\n    resources: [{string.Join(", ", group.Select(one => one.Plural))}]\n    verbs: [get, list, watch]\n");
        }

        AssertHolds("provisioning/kubernetes/base/cluster-role.yaml", "rules:\n", "---\n", rules.ToString());
    }

    [Fact]
    public void Readme_names_what_is_read()
    {
        var rows = new StringBuilder("| group | kinds | for |\n|---|---|---|\n");
        foreach (var kinds in SourceTable.Kinds.GroupBy(kind => kind.Purpose))
        {
            var groups = kinds.Select(kind => $"`{kind.Resource.Group}`").Distinct();
            rows.Append($"| {string.Join(", ", groups)} | {string.Join(", ", kinds.Select(kind => kind.Resource.Plural))} | {kinds.Key} |\n");
        }

        AssertHolds("README.md", "| group | kinds | for |\n", "\n| key | default |", rows.ToString());
    }

    [Fact]
    public void Names_and_kinds_are_there_once()
    {
        SourceTable.All.Select(source => source.Name).Should().OnlyHaveUniqueItems();
        SourceTable.Kinds.Select(kind => kind.Kind).Should().OnlyHaveUniqueItems();
        SourceTable.Operators.Should().OnlyContain(source => source.Kinds.Any(kind => kind.IsApplication));
    }

    [Fact]
    public void Watched_resource_tells_its_operator()
    {
        SourceTable.OperatorOf("applications.argoproj.io").Should().Be("argocd");
        SourceTable.OperatorOf("gitrepositories.source.toolkit.fluxcd.io").Should().Be("flux");
        SourceTable.OperatorOf("deployments.apps").Should().BeNull();
        SourceTable.HoldsApplications("helmreleases.helm.toolkit.fluxcd.io").Should().BeTrue();
        SourceTable.HoldsApplications("helmcharts.source.toolkit.fluxcd.io").Should().BeFalse();
    }

    /// <summary>Compares what stands from a text up to the next other one with what should stand there.</summary>
    private static void AssertHolds(string path, string from, string to, string expected)
    {
        var whole = File.ReadAllText(Path.Combine(Repository.Root, path));
        var start = whole.IndexOf(from, StringComparison.Ordinal);
        var end = whole.IndexOf(to, start, StringComparison.Ordinal);
        Golden.Matches(Path.Combine("..", path), whole[..start] + expected + whole[end..]);
    }
}
