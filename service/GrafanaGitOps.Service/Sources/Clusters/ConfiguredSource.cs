using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>A source with its settings.</summary>
internal sealed record ConfiguredSource(SourceDefinition Definition, OperatorOptions Options);
