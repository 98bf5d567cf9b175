using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

internal sealed class OperationStateDto
{
    public OperationDto? Operation { get; set; }

    public string? Phase { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long? RetryCount { get; set; }

    public SyncResultDto? SyncResult { get; set; }
}

internal sealed class OperationDto
{
    public SyncOperationDto? Sync { get; set; }

    public InitiatorDto? InitiatedBy { get; set; }
}

internal sealed class SyncOperationDto
{
    public string? Revision { get; set; }

    public List<string?>? Revisions { get; set; }

    public SourceDto? Source { get; set; }

    public List<SourceDto?>? Sources { get; set; }

    public bool? DryRun { get; set; }

    /// <summary>The chosen resources of a selective sync; only their number matters.</summary>
    public List<ResourceDto>? Resources { get; set; }

    public long? AutoHealAttemptsCount { get; set; }
}

internal sealed class InitiatorDto
{
    public string? Username { get; set; }

    public bool? Automated { get; set; }
}

internal sealed class SyncResultDto
{
    public string? Revision { get; set; }

    public List<string?>? Revisions { get; set; }

    public SourceDto? Source { get; set; }

    public List<SourceDto?>? Sources { get; set; }

    public List<ResourceResultDto?>? Resources { get; set; }
}

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

internal sealed class HistoryDto
{
    public long? Id { get; set; }

    public string? Revision { get; set; }

    public List<string?>? Revisions { get; set; }

    public SourceDto? Source { get; set; }

    public List<SourceDto?>? Sources { get; set; }

    public DateTimeOffset? DeployStartedAt { get; set; }

    public DateTimeOffset? DeployedAt { get; set; }

    public InitiatorDto? InitiatedBy { get; set; }
}
