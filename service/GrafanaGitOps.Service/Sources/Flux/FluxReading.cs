using System.Text.Json;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Reads Flux' objects of one cluster in their order, without watching.</summary>
internal sealed class FluxReading(string cluster)
{
    private readonly FluxSources _sources = new();
    private readonly FluxApplications _applications = new();

    public IEnumerable<OperatorObservation> Read(string kind, byte[] json)
    {
        if (kind == FluxApplicationKinds.Kustomization.Name) return [Read(FluxApplicationKinds.Kustomization, json)];
        return kind == FluxApplicationKinds.HelmRelease.Name ? [Read(FluxApplicationKinds.HelmRelease, json)] : ReadSource(kind, json);
    }

    private OperatorObservation Read<T>(FluxApplicationKind<T> kind, byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var parsed = kind.Parse(ref reader);
        var alone = kind.Map(parsed, cluster);
        _applications.Set(alone.State, new FluxApplication<T>(parsed, kind, cluster));
        return _sources.Resolve(alone);
    }

    /// <summary>What uses the source looks different now.</summary>
    private IEnumerable<OperatorObservation> ReadSource(string kind, byte[] json)
    {
        var state = FluxSourceMapper.Map(FluxObjects.ParseSource(json, kind), kind, cluster);
        return _sources.Set(state) ? [.. _applications.UsersOf(_sources.Reaching(state.Id)).Select(user => _sources.Resolve(user.Read()))] : [];
    }
}
