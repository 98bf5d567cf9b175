using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>The operators' own definitions of their objects: a new field must be thought about before it is taken for one without files.</summary>
public sealed class SpecTableTests
{
    private static readonly IReadOnlyList<SpecTable> Tables = [ArgoCdSpec.Application, .. FluxSpec.Tables];

    public static IEnumerable<TheoryDataRow<string>> Kinds => Tables.Select(table => new TheoryDataRow<string>(table.Kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_of_a_spec_is_in_the_table_of_its_kind(string kind)
    {
        var table = Tables.Single(table => table.Kind == kind);
        var fields = Directory.EnumerateFiles(Repository.SharedFixture("crds"), "*.yaml").SelectMany(YamlObjects.Load)
            .Where(crd => (string)crd["spec"]!["names"]!["kind"]! == kind)
            .SelectMany(crd => crd["spec"]!["versions"]!.AsArray())
            .SelectMany(version => Leaves(version!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject(), ""))
            .Distinct().ToList();

        fields.Should().NotBeEmpty();
        fields.Where(field => table.Find(field) is null).Should().BeEmpty("each field needs a meaning for the files that count");
        table.Fields.Keys.Where(named => !fields.Exists(field => field == named || field.StartsWith(named + ".", StringComparison.Ordinal)))
            .Should().BeEmpty("the table names fields that there are");
    }

    [Fact]
    public void Table_knows_no_field_that_it_does_not_name()
    {
        ArgoCdSpec.Application.Find("source.helm.invented").Should().BeNull();
        ArgoCdSpec.Application.Find("sources.kustomize.patches.path").Should().Be(FieldMeaning.Files);
        ArgoCdSpec.Application.Find("sources.kustomize.patches.target.kind").Should().Be(FieldMeaning.Inline);
    }

    private static IEnumerable<string> Leaves(JsonObject schema, string path)
    {
        var below = (schema["properties"] ?? schema["items"]?["properties"])?.AsObject();
        return below is null ? [path] : below.SelectMany(field => Leaves(field.Value!.AsObject(), path.Length == 0 ? field.Key : $"{path}.{field.Key}"));
    }
}
