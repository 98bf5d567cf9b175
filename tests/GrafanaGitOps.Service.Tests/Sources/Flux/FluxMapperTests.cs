using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Flux;

public sealed class FluxMapperTests
{
    private static CrdSchema? _schema;

    public static IEnumerable<TheoryDataRow<string>> Cases => CaseFolder.Names("Flux");

    [Theory, MemberData(nameof(Cases))]
    public void Map_case_gives_whole_expected_output(string name)
    {
        var sources = new FluxSources();
        var observations = new List<OperatorObservation>();
        var automations = new List<ImageAutomationState>();
        var seen = new List<SourceState>();
        foreach (var document in CaseFolder.Objects("Flux", name))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(document);
            var kind = (string)document["kind"]!;
            if (kind == "Kustomization") observations.Add(KustomizationMapper.Map(FluxObjects.ParseKustomization(json), "edge"));
            else if (kind == "HelmRelease") observations.Add(HelmReleaseMapper.Map(FluxObjects.ParseHelmRelease(json), "edge"));
            else if (kind == "ImageUpdateAutomation") automations.Add(FluxSourceMapper.Map(FluxObjects.ParseImageAutomation(json), "edge"));
            else seen.Add(FluxSourceMapper.Map(FluxObjects.ParseSource(json, kind), kind, "edge"));
        }

        seen.ForEach(source => sources.Set(source));
        CaseFolder.Matches("Flux", name, new { Applications = observations.Select(sources.Resolve), Sources = seen, Automations = automations });
    }

    /// <summary>Versions that the given CRDs serve no more have no schema to hold them against.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Case_is_what_the_real_crd_allows(string name)
    {
        _schema ??= new CrdSchema(Repository.SharedFixture("crds"));
        foreach (var document in CaseFolder.Objects("Flux", name))
            (_schema.Check(document) ?? (IsOld(document) ? [] : ["there is no schema"])).Should().BeEmpty();
    }

    private static bool IsOld(JsonObject document) =>
        (string?)document["kind"] == "ImageUpdateAutomation" || ((string?)document["apiVersion"])!.Contains("beta", StringComparison.Ordinal);
}
