using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Flux;

public sealed class FluxApplicationTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => CaseFolder.Names("Flux");

    [Theory, MemberData(nameof(Cases))]
    public void Packed_object_says_the_same_when_it_is_read_again(string name)
    {
        foreach (var document in CaseFolder.Objects("Flux", name))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(document);
            var kind = (string)document["kind"]!;
            if (kind == "Kustomization") AssertSame(FluxObjects.ParseKustomization(json), FluxApplicationKinds.Kustomization);
            else if (kind == "HelmRelease") AssertSame(FluxObjects.ParseHelmRelease(json), FluxApplicationKinds.HelmRelease);
        }
    }

    [Fact]
    public void Users_of_a_source_are_those_that_name_it_now()
    {
        var (git, bucket) = (new SourceReference("GitRepository", "flux-system", "apps"), new SourceReference("Bucket", "flux-system", "apps"));
        var (applications, content) = (new FluxApplications(), Read("kustomization-ready"));
        var state = FluxApplicationKinds.Kustomization.Map(content, "edge").State;
        var application = new FluxApplication<KustomizationDto>(content, FluxApplicationKinds.Kustomization, "edge");
        applications.Set(state, application);
        applications.UsersOf([bucket, git]).Should().Equal(application);

        applications.Set(state with { Sources = [state.Sources[0] with { Object = bucket }] }, application);
        applications.UsersOf([git]).Should().BeEmpty();
        applications.UsersOf([bucket]).Should().Equal(application);

        applications.Remove(state.Id);
        applications.UsersOf([bucket]).Should().BeEmpty();
    }

    [Fact]
    public void Source_that_says_the_same_to_applications_is_no_news()
    {
        var source = FluxSourceMapper.Map(
            FluxObjects.ParseSource(JsonSerializer.SerializeToUtf8Bytes(CaseFolder.Objects("Flux", "kustomization-ready")[0]), "GitRepository"), "GitRepository", "edge");
        var sources = new FluxSources();

        sources.Set(source).Should().BeTrue();
        sources.Set(source with { ResourceVersion = "later", Conditions = [], Fetched = null }).Should().BeFalse();
        sources.Set(source with { Ready = false }).Should().BeTrue();
    }

    private static KustomizationDto Read(string name) => FluxObjects.ParseKustomization(
        JsonSerializer.SerializeToUtf8Bytes(CaseFolder.Objects("Flux", name).Single(document => IsKustomization(document))));

    private static bool IsKustomization(JsonObject document) => (string?)document["kind"] == "Kustomization";

    private static void AssertSame<T>(T content, FluxApplicationKind<T> kind) => JsonSerializer.Serialize(new FluxApplication<T>(content, kind, "edge").Read())
        .Should().Be(JsonSerializer.Serialize(kind.Map(content, "edge")));
}
