using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What we read of an Argo CD Application (argoproj.io/v1alpha1); all else is skipped while it is parsed.</summary>
/// <param name="Operation">A sync that was asked for and has not begun.</param>
internal sealed record ApplicationDto(SpecDto? Spec, StatusDto? Status, OperationDto? Operation) : OperatorObject;

internal sealed record SpecDto(
    string? Project, DestinationDto? Destination, SourceDto? Source, List<SourceDto?>? Sources, HydratorSpecDto? SourceHydrator,
    SyncPolicyDto? SyncPolicy);

internal sealed record DestinationDto(
    [property: JsonConverter(typeof(PooledStringConverter))] string? Server,
    [property: JsonConverter(typeof(PooledStringConverter))] string? Name, string? Namespace);

internal sealed class SourceDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    [JsonPropertyName("repoURL")]
    public string? RepoUrl { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Path { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Chart { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? TargetRevision { get; set; }

    public string? Ref { get; set; }

    public string? Name { get; set; }

    public HelmDto? Helm { get; set; }

    public KustomizeDto? Kustomize { get; set; }

    public DirectoryDto? Directory { get; set; }

    public PluginDto? Plugin { get; set; }
}

internal sealed record HelmDto(List<string?>? ValueFiles, List<FileDto?>? FileParameters, bool? IgnoreMissingValueFiles);

/// <summary>What names a file: a parameter, or a patch.</summary>
internal sealed record FileDto(string? Path);

internal sealed record KustomizeDto(List<string?>? Components, bool? IgnoreMissingComponents, List<FileDto?>? Patches);

internal sealed record DirectoryDto(bool? Recurse, string? Include, string? Exclude, bool? DisableExtensionFilter, JsonnetDto? Jsonnet);

internal sealed record JsonnetDto(List<string?>? Libs);

internal sealed record PluginDto(string? Name);

internal sealed record SyncPolicyDto(AutomatedDto? Automated);

/// <param name="Enabled">Null means on.</param>
internal sealed record AutomatedDto(bool? Enabled, bool? Prune, bool? SelfHeal);

internal sealed record HydratorSpecDto(SourceDto? DrySource, SyncSourceDto? SyncSource);

internal sealed record SyncSourceDto([property: JsonPropertyName("repoURL")] string? RepoUrl, string? TargetBranch, string? Path);
