using GrafanaGitOps.Service.Queries.Syncs;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Queries.Topology;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Every query there is. A new one is a file beside this and a line here.</summary>
public static class QueryTable
{
    /// <summary>In the order in which people see them.</summary>
    public static IReadOnlyList<QueryDefinition> All { get; } =
    [
        SyncStatusQuery.Definition,
        SyncHealthQuery.Definition,
        PendingCommitsQuery.Definition,
        OperatorsQuery.Definition,
        SyncEventsQuery.Definition,
        SyncTimelineQuery.Definition,
        DeploymentsQuery.Definition,
        DeploymentAnnotationsQuery.Definition,
        TopologyQuery.Definition,
        CommitsQuery.Definition,
        RepositoriesQuery.Definition,
        InboxQuery.Definition,
    ];

    /// <summary>The query of that name; null when there is none.</summary>
    public static QueryDefinition? Find(string name) => All.FirstOrDefault(query => query.Name == name);
}
