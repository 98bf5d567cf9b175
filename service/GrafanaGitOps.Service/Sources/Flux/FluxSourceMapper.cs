using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Turns source objects and image automations into what they say. Pure.</summary>
internal static class FluxSourceMapper
{
    /// <summary>Maps a source of one of <see cref="FluxObjects.SourceKinds"/>.</summary>
    public static SourceState Map(SourceObjectDto source, string kind, string cluster)
    {
        var (meta, spec, status) = (source.Metadata!, source.Spec, source.Status);
        var conditions = new FluxConditions(ObjectParts.Conditions(status?.Conditions));
        return new SourceState
        {
            Cluster = cluster,
            Id = new SourceReference(kind, ForeignText.Line(meta.Namespace), ForeignText.Line(meta.Name)),
            Uid = ForeignText.Line(meta.Uid),
            ResourceVersion = ForeignText.Line(meta.ResourceVersion),
            Url = Url(spec),
            Target = BoundedText.Text(spec?.Ref is { } reference ? Target(reference) : spec?.Version),
            Chart = BoundedText.Text(spec?.Chart),
            Parent = FluxState.Reference(spec?.SourceRef, meta),
            Includes = BoundedText.List((spec?.Include ?? []).Select(Include), ApplicationLimits.Sources),
            Revision = RevisionRef.Parse(status?.Artifact?.Revision),
            Origin = RevisionRef.Parse(status?.Artifact?.Metadata?.GetValueOrDefault("org.opencontainers.image.revision"))
                ?? RevisionRef.Parse(status?.ObservedSourceArtifactRevision),
            OriginUrl = BoundedText.Url(status?.Artifact?.Metadata?.GetValueOrDefault("org.opencontainers.image.source")),
            Fetched = ObjectParts.Utc(status?.Artifact?.LastUpdateTime),
            Ready = IsReady(conditions),
            Reason = conditions.Ready?.Reason,
            Message = conditions.Ready?.Message,
            Since = conditions.Ready?.Since,
            Suspended = spec?.Suspend == true,
            Interval = FluxDuration.Parse(spec?.Interval),
            Conditions = conditions.All,
        };
    }

    /// <summary>Maps an ImageUpdateAutomation.</summary>
    public static ImageAutomationState Map(ImageAutomationDto automation, string cluster)
    {
        var (meta, spec, status) = (automation.Metadata!, automation.Spec, automation.Status);
        var conditions = new FluxConditions(ObjectParts.Conditions(status?.Conditions));
        return new ImageAutomationState
        {
            Cluster = cluster,
            Namespace = ForeignText.Line(meta.Namespace),
            Name = ForeignText.Line(meta.Name),
            Uid = ForeignText.Line(meta.Uid),
            ResourceVersion = ForeignText.Line(meta.ResourceVersion),
            Source = FluxState.Reference(spec?.SourceRef, meta),
            PushBranch = BoundedText.Text(spec?.Git?.Push?.Branch),
            LastPushCommit = BoundedText.Text(status?.LastPushCommit),
            LastPush = ObjectParts.Utc(status?.LastPushTime),
            LastRun = ObjectParts.Utc(status?.LastAutomationRunTime),
            ObservedSource = RevisionRef.Parse(status?.ObservedSourceRevision),
            Suspended = spec?.Suspend == true,
            Interval = FluxDuration.Parse(spec?.Interval),
            Ready = IsReady(conditions),
            Message = conditions.Ready?.Message,
        };
    }

    private static bool? IsReady(FluxConditions conditions) => conditions.Ready?.Status switch
    {
        "True" => true,
        "False" => false,
        _ => null,
    };

    private static string? Url(SourceSpecDto? spec) =>
        BoundedText.Url(spec?.Url) ?? (spec?.Endpoint is { Length: > 0 } endpoint ? BoundedText.Url($"{(endpoint.Contains("://", StringComparison.Ordinal) ? "" : "https://")}{endpoint}/{spec.BucketName}") : null);

    private static string Include(GitIncludeDto? include)
    {
        var name = include?.Repository?.Name;
        return $"{name} in {(include?.ToPath is { Length: > 0 } path ? path : name)}";
    }

    /// <summary>In the order in which Flux lets them win.</summary>
    private static string? Target(SourceRefDto reference) =>
        Given(reference.Commit) ?? Given(reference.Digest) ?? Given(reference.Name) ?? Given(reference.Semver) ?? Given(reference.Tag) ?? Given(reference.Branch);

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
