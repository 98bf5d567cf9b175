using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What we read of a GitRepository, OCIRepository, Bucket, HelmRepository, HelmChart or ExternalArtifact; each has some of the fields.</summary>
internal sealed class SourceObjectDto : OperatorObject
{
    public SourceSpecDto? Spec { get; set; }

    public SourceStatusDto? Status { get; set; }
}

internal sealed class SourceSpecDto
{
    public string? Url { get; set; }

    /// <summary>Bucket.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Bucket.</summary>
    public string? BucketName { get; set; }

    /// <summary>GitRepository and OCIRepository.</summary>
    public SourceRefDto? Ref { get; set; }

    /// <summary>HelmChart.</summary>
    public string? Chart { get; set; }

    /// <summary>HelmChart: a version range.</summary>
    public string? Version { get; set; }

    /// <summary>HelmChart and ExternalArtifact.</summary>
    public ReferenceDto? SourceRef { get; set; }

    public string? Interval { get; set; }

    public bool? Suspend { get; set; }
}

internal sealed class SourceRefDto
{
    public string? Branch { get; set; }

    public string? Tag { get; set; }

    public string? Semver { get; set; }

    public string? Name { get; set; }

    public string? Commit { get; set; }

    public string? Digest { get; set; }
}

internal sealed class SourceStatusDto
{
    public List<ConditionEntry?>? Conditions { get; set; }

    public ArtifactDto? Artifact { get; set; }

    /// <summary>HelmChart of a git repository: the commit that the chart was packed from.</summary>
    public string? ObservedSourceArtifactRevision { get; set; }
}

internal sealed class ArtifactDto
{
    public string? Revision { get; set; }

    public DateTimeOffset? LastUpdateTime { get; set; }

    /// <summary>Annotations of an OCI artifact.</summary>
    public Dictionary<string, string?>? Metadata { get; set; }
}

/// <summary>What we read of an ImageUpdateAutomation: image.toolkit.fluxcd.io v1, v1beta2.</summary>
internal sealed class ImageAutomationDto : OperatorObject
{
    public ImageAutomationSpecDto? Spec { get; set; }

    public ImageAutomationStatusDto? Status { get; set; }
}

internal sealed class ImageAutomationSpecDto
{
    public ReferenceDto? SourceRef { get; set; }

    public ImageGitDto? Git { get; set; }

    public string? Interval { get; set; }

    public bool? Suspend { get; set; }
}

internal sealed class ImageGitDto
{
    public ImagePushDto? Push { get; set; }
}

internal sealed class ImagePushDto
{
    public string? Branch { get; set; }
}

internal sealed class ImageAutomationStatusDto
{
    public List<ConditionEntry?>? Conditions { get; set; }

    public DateTimeOffset? LastAutomationRunTime { get; set; }

    public string? LastPushCommit { get; set; }

    public DateTimeOffset? LastPushTime { get; set; }

    public string? ObservedSourceRevision { get; set; }
}
