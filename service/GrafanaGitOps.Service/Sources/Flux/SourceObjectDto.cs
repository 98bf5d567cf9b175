using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What we read of a GitRepository, OCIRepository, Bucket, HelmRepository, HelmChart or ExternalArtifact; each has some of the fields.</summary>
internal sealed record SourceObjectDto(SourceSpecDto? Spec, SourceStatusDto? Status) : OperatorObject;

/// <param name="Endpoint">Bucket.</param>
/// <param name="BucketName">Bucket.</param>
/// <param name="Ref">GitRepository and OCIRepository.</param>
/// <param name="Chart">HelmChart.</param>
/// <param name="Version">HelmChart: a version range.</param>
/// <param name="SourceRef">HelmChart and ExternalArtifact.</param>
/// <param name="Include">GitRepository.</param>
internal sealed record SourceSpecDto(
    string? Url, string? Endpoint, string? BucketName, SourceRefDto? Ref, string? Chart, string? Version, ReferenceDto? SourceRef,
    string? Interval, bool? Suspend, List<GitIncludeDto?>? Include);

/// <summary>Another GitRepository whose files are put into this one.</summary>
internal sealed record GitIncludeDto(ReferenceDto? Repository, string? ToPath);

internal sealed record SourceRefDto(string? Branch, string? Tag, string? Semver, string? Name, string? Commit, string? Digest);

/// <param name="ObservedSourceArtifactRevision">HelmChart of a git repository: the commit that the chart was packed from.</param>
internal sealed record SourceStatusDto(List<ConditionEntry?>? Conditions, ArtifactDto? Artifact, string? ObservedSourceArtifactRevision);

/// <param name="Metadata">Annotations of an OCI artifact.</param>
internal sealed record ArtifactDto(string? Revision, DateTimeOffset? LastUpdateTime, Dictionary<string, string?>? Metadata);

/// <summary>What we read of an ImageUpdateAutomation: image.toolkit.fluxcd.io v1, v1beta2.</summary>
internal sealed record ImageAutomationDto(ImageAutomationSpecDto? Spec, ImageAutomationStatusDto? Status) : OperatorObject;

internal sealed record ImageAutomationSpecDto(ReferenceDto? SourceRef, ImageGitDto? Git, string? Interval, bool? Suspend);

internal sealed record ImageGitDto(ImagePushDto? Push);

internal sealed record ImagePushDto(string? Branch);

internal sealed record ImageAutomationStatusDto(
    List<ConditionEntry?>? Conditions, DateTimeOffset? LastAutomationRunTime, string? LastPushCommit, DateTimeOffset? LastPushTime,
    string? ObservedSourceRevision);
