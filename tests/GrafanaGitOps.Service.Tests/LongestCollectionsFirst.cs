using GrafanaGitOps.Service.Tests.Dashboards;
using GrafanaGitOps.Service.Tests.Sources.Clusters;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(GrafanaGitOps.Service.Tests.LongestCollectionsFirst))]

namespace GrafanaGitOps.Service.Tests;

/// <summary>Begins with the collections that take minutes: begun last, each would run on alone.</summary>
public sealed class LongestCollectionsFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [OperatorClusterCollection.Name, StoryDemoCollection.Name, TestCluster.Name];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.IndexOf(Longest, collection.TestCollectionDisplayName) is >= 0 and var place ? place : Longest.Length)];
}
