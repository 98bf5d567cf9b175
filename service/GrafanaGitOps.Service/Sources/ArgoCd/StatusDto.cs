using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

internal sealed class StatusDto
{
    public SyncDto? Sync { get; set; }

    public HealthDto? Health { get; set; }

    public List<ResourceDto>? Resources { get; set; }

    public List<HistoryDto?>? History { get; set; }

    public OperationStateDto? OperationState { get; set; }

    public List<ConditionEntry?>? Conditions { get; set; }

    public DateTimeOffset? ReconciledAt { get; set; }

    public SummaryDto? Summary { get; set; }

    public HydratorStatusDto? SourceHydrator { get; set; }
}

internal sealed class SyncDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Status { get; set; }

    public string? Revision { get; set; }

    public List<string?>? Revisions { get; set; }

    public ComparedToDto? ComparedTo { get; set; }
}

internal sealed class ComparedToDto
{
    public SourceDto? Source { get; set; }

    public List<SourceDto?>? Sources { get; set; }
}

internal sealed class HealthDto
{
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Status { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? LastTransitionTime { get; set; }
}

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

internal sealed class SummaryDto
{
    public List<string?>? Images { get; set; }

    [JsonPropertyName("externalURLs")]
    public List<string?>? ExternalUrls { get; set; }
}

internal sealed class HydratorStatusDto
{
    public HydrateOperationDto? CurrentOperation { get; set; }

    public HydrateOperationDto? LastSuccessfulOperation { get; set; }
}

internal sealed class HydrateOperationDto
{
    public string? Phase { get; set; }

    public string? Message { get; set; }

    [JsonPropertyName("drySHA")]
    public string? DrySha { get; set; }

    [JsonPropertyName("hydratedSHA")]
    public string? HydratedSha { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
