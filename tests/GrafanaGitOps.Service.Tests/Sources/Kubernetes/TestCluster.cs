using System.Text.Json;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>The API server that the classes of this collection share, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TestCluster : ICollectionFixture<KubernetesApiServer>
{
    public const string Name = "Kubernetes API server";

    /// <summary>Patient enough for a loaded machine, quick enough for a test.</summary>
    internal static WatchTimings Timings => new()
    {
        FirstPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromMilliseconds(500),
        DiscoveryInterval = TimeSpan.FromMilliseconds(200),
        ForbiddenPause = TimeSpan.FromMilliseconds(200),
        MissingConfirmation = TimeSpan.FromMilliseconds(600),
        ShortLife = TimeSpan.FromMilliseconds(100),
        // However long a loaded machine takes from one watch to the next, it is no gap.
        LiveGap = TimeSpan.FromDays(1),
    };

    /// <summary>A definition that only this test uses: its own group, so that tests do not see each other's objects.</summary>
    public static string CustomResource(string group, string plural = "widgets", bool isNamespaced = true) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: {{plural}}.{{group}}}
        spec:
          group: {{group}}
          names: {plural: {{plural}}, singular: widget, kind: Widget, listKind: WidgetList}
          scope: {{(isNamespaced ? "Namespaced" : "Cluster")}}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} }
        """;

    public static string Widget(string group, string name, string value, string @namespace = "default") => $$"""
        ---
        apiVersion: {{group}}/v1
        kind: Widget
        metadata: {name: {{name}}, namespace: {{@namespace}}}
        spec: {value: "{{value}}"}

        """;

    internal static ResourceDefinition Widgets(string group) => new(group, "widgets", "v1");

    /// <summary>Reads <c>spec.value</c>.</summary>
    internal static string ParseWidget(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetProperty("spec").GetProperty("value").GetString() ?? throw new FormatException("spec.value is null");
    }

    internal static string ParseName(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetProperty("metadata").GetProperty("name").GetString()!;
    }
}
