using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Flux;

public sealed class FluxSourcesTests
{
    [Fact]
    public void Resolve_again_after_each_change_of_the_source_follows_it_and_comes_back()
    {
        var documents = CaseFolder.Objects("Flux", "kustomization-new-commit-in-source");
        var newer = FluxSourceMapper.Map(FluxObjects.ParseSource(JsonSerializer.SerializeToUtf8Bytes(documents[0]), "GitRepository"), "GitRepository", "edge");
        var alone = KustomizationMapper.Map(FluxObjects.ParseKustomization(JsonSerializer.SerializeToUtf8Bytes(documents[1])), "edge").State;
        var deployed = newer with { Revision = alone.Sources[0].Deployed };
        var sources = new FluxSources();

        sources.Set(deployed);
        var synced = sources.Resolve(alone);
        sources.Set(newer);
        var outOfSync = sources.Resolve(synced);
        sources.Set(deployed with { Ready = false });
        var unknown = sources.Resolve(outOfSync);
        sources.Remove(newer.Id);
        var unseen = sources.Resolve(unknown);

        new[] { synced, outOfSync, unknown, unseen }.Select(state => state.Sync)
            .Should().Equal(SyncStatus.Synced, SyncStatus.OutOfSync, SyncStatus.Unknown, SyncStatus.Synced);
        unseen.Sources[0].Notice.Should().Be(alone.Sources[0].Notice);
    }

    [Fact]
    public void Affects_source_and_the_source_of_a_chart_is_true()
    {
        var documents = CaseFolder.Objects("Flux", "helmrelease-ready");
        var sources = new FluxSources();
        sources.Set(FluxSourceMapper.Map(FluxObjects.ParseSource(JsonSerializer.SerializeToUtf8Bytes(documents[1]), "HelmChart"), "HelmChart", "edge"));
        var state = HelmReleaseMapper.Map(FluxObjects.ParseHelmRelease(JsonSerializer.SerializeToUtf8Bytes(documents[2])), "edge").State;

        sources.Affects(new SourceReference("HelmChart", "flux-system", "podinfo-podinfo"), state).Should().BeTrue();
        sources.Affects(new SourceReference("HelmRepository", "flux-system", "charts"), state).Should().BeTrue();
        sources.Affects(new SourceReference("HelmRepository", "flux-system", "others"), state).Should().BeFalse();
    }
}
