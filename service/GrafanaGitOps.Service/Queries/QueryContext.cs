using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>What a query may use to answer.</summary>
public sealed record QueryContext(QueryRequest Request, Store Store, WebLinks Links, TimeProvider TimeProvider);
