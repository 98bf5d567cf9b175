using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What we read of an Argo CD Application (argoproj.io/v1alpha1); all else is skipped while it is parsed.</summary>
internal sealed class ApplicationDto : OperatorObject
{
    public SpecDto? Spec { get; set; }

    public StatusDto? Status { get; set; }

    /// <summary>A sync that was asked for and has not begun.</summary>
    public OperationDto? Operation { get; set; }
}

internal sealed class SpecDto
{
    public string? Project { get; set; }

    public DestinationDto? Destination { get; set; }

    public SourceDto? Source { get; set; }

    public List<SourceDto?>? Sources { get; set; }

    public HydratorSpecDto? SourceHydrator { get; set; }

    public SyncPolicyDto? SyncPolicy { get; set; }
}

internal sealed class DestinationDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Server { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Name { get; set; }

    public string? Namespace { get; set; }
}

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
}

internal sealed class HelmDto
{
    public List<string?>? ValueFiles { get; set; }
}

internal sealed class SyncPolicyDto
{
    public AutomatedDto? Automated { get; set; }
}

internal sealed class AutomatedDto
{
    /// <summary>Null means on.</summary>
    public bool? Enabled { get; set; }

    public bool? Prune { get; set; }

    public bool? SelfHeal { get; set; }
}

internal sealed class HydratorSpecDto
{
    public SourceDto? DrySource { get; set; }

    public SyncSourceDto? SyncSource { get; set; }
}

internal sealed class SyncSourceDto
{
    [JsonPropertyName("repoURL")]
    public string? RepoUrl { get; set; }

    public string? TargetBranch { get; set; }

    public string? Path { get; set; }
}
