using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

internal sealed record StatusDto(
    SyncDto? Sync, HealthDto? Health, List<ResourceDto>? Resources, List<HistoryDto?>? History, OperationStateDto? OperationState,
    List<ConditionEntry?>? Conditions, DateTimeOffset? ReconciledAt, SummaryDto? Summary, HydratorStatusDto? SourceHydrator,
    [property: JsonConverter(typeof(PooledStringConverter))] string? SourceType, List<string?>? SourceTypes);

internal sealed record SyncDto(
    [property: JsonConverter(typeof(PooledStringConverter))] string? Status, string? Revision, List<string?>? Revisions,
    ComparedToDto? ComparedTo);

internal sealed record ComparedToDto(SourceDto? Source, List<SourceDto?>? Sources);

internal sealed record HealthDto(
    [property: JsonConverter(typeof(PooledStringConverter))] string? Status, string? Message, DateTimeOffset? LastTransitionTime);

/// <summary>A struct, because there may be half a million of them.</summary>
internal struct ResourceDto
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

    public ResourceHealthDto? Health { get; set; }

    public bool? RequiresPruning { get; set; }
}

internal struct ResourceHealthDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Status { get; set; }
}

internal sealed record SummaryDto(List<string?>? Images, [property: JsonPropertyName("externalURLs")] List<string?>? ExternalUrls);

internal sealed record HydratorStatusDto(HydrateOperationDto? CurrentOperation, HydrateOperationDto? LastSuccessfulOperation);

internal sealed record HydrateOperationDto(
    string? Phase, string? Message, [property: JsonPropertyName("drySHA")] string? DrySha,
    [property: JsonPropertyName("hydratedSHA")] string? HydratedSha, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);
