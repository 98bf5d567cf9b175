using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A workload of Argo CD or Flux themselves. They do not change.</summary>
internal sealed class OperatorWorkload(
    ApiKind kind, ApplicationKey key, string @namespace, string part, string image, int replicas, DateTimeOffset created)
    : DemoObject(kind, key, @namespace, created)
{
    private const string ArgoCdImage = "quay.io/argoproj/argocd:v3.1.5";

    private readonly DateTimeOffset _created = created;

    /// <summary>Every workload of both operators in a cluster.</summary>
    public static IEnumerable<OperatorWorkload> Of(string cluster, DateTimeOffset created)
    {
        yield return ArgoCd(ApiKind.StatefulSet, "argocd-application-controller", ArgoCdImage, 1);
        yield return ArgoCd(ApiKind.Deployment, "argocd-repo-server", ArgoCdImage, 2);
        yield return ArgoCd(ApiKind.Deployment, "argocd-server", ArgoCdImage, 2);
        yield return ArgoCd(ApiKind.Deployment, "argocd-applicationset-controller", ArgoCdImage, 1);
        yield return ArgoCd(ApiKind.Deployment, "argocd-notifications-controller", ArgoCdImage, 1);
        yield return ArgoCd(ApiKind.Deployment, "argocd-redis", "public.ecr.aws/docker/library/redis:7.2.11-alpine", 1);
        yield return Flux("source-controller", "v1.7.0");
        yield return Flux("kustomize-controller", "v1.7.0");
        yield return Flux("helm-controller", "v1.4.0");
        yield return Flux("notification-controller", "v1.7.1");

        OperatorWorkload ArgoCd(ApiKind kind, string name, string image, int replicas) =>
            new(kind, new ApplicationKey(cluster, name), Fleet.ArgoCdNamespace, "argocd", image, replicas, created);
        OperatorWorkload Flux(string name, string version) =>
            new(ApiKind.Deployment, new(cluster, name), Fleet.FluxNamespace, "flux", $"ghcr.io/fluxcd/{name}:{version}", 1, created);
    }

    public override JsonObject Render() => Render(
        new JsonObject
        {
            ["replicas"] = replicas,
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = Name, ["image"] = image }) },
            },
        },
        new JsonObject
        {
            ["replicas"] = replicas,
            ["readyReplicas"] = replicas,
            ["conditions"] = Kind == ApiKind.Deployment
                ? new JsonArray(Condition("Available", "True", "MinimumReplicasAvailable", "Enough replicas are available.", _created))
                : new JsonArray(),
        },
        ("app.kubernetes.io/part-of", part),
        ("app.kubernetes.io/component", Name[(part == "argocd" ? 7 : 0)..]));
}
