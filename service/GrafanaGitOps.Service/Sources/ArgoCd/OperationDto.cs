using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

internal sealed record OperationStateDto(
    OperationDto? Operation, string? Phase, string? Message, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long? RetryCount,
    SyncResultDto? SyncResult);

internal sealed record OperationDto(SyncOperationDto? Sync, InitiatorDto? InitiatedBy);

/// <param name="Resources">The chosen resources of a selective sync; only their number matters.</param>
internal sealed record SyncOperationDto(
    string? Revision, List<string?>? Revisions, SourceDto? Source, List<SourceDto?>? Sources, bool? DryRun, List<ResourceDto>? Resources,
    long? AutoHealAttemptsCount);

internal sealed record InitiatorDto(string? Username, bool? Automated);

internal sealed record SyncResultDto(
    string? Revision, List<string?>? Revisions, SourceDto? Source, List<SourceDto?>? Sources, List<ResourceResultDto?>? Resources);

internal sealed class ResourceResultDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Group { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Kind { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Namespace { get; set; }

    public string? Name { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? Status { get; set; }

    public string? Message { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? HookType { get; set; }

    [JsonConverter(typeof(PooledStringConverter))]
    public string? HookPhase { get; set; }

    public List<string?>? Images { get; set; }
}

internal sealed record HistoryDto(
    long? Id, string? Revision, List<string?>? Revisions, SourceDto? Source, List<SourceDto?>? Sources, DateTimeOffset? DeployStartedAt,
    DateTimeOffset? DeployedAt, InitiatorDto? InitiatedBy);
