using System.Globalization;
using System.Net;
using System.Text;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo;

/// <summary>Writes what points the service to the demo: a kubeconfig and a configuration file, as a person would.</summary>
internal static class DemoSettings
{
    /// <summary>Clusters are at the demo's own address, seen from this machine.</summary>
    public static string Kubeconfig(IPEndPoint bound)
    {
        var isAny = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);
        var server = isAny ? new IPEndPoint(IPAddress.Loopback, bound.Port) : bound;
        var text = new StringBuilder("apiVersion: v1\nkind: Config\n");
        text.Append(CultureInfo.InvariantCulture, $"current-context: {Fleet.ClusterOf(Fleet.Production).Name}\nclusters:\n");
        foreach (var name in Fleet.Clusters.Select(cluster => cluster.Name))
            text.Append(CultureInfo.InvariantCulture, $"- name: {name}\n  cluster: {{ server: \"http://{server}/clusters/{name}\" }}\n");
        text.Append("users:\n- name: demo\n  user: {}\ncontexts:\n");
        foreach (var cluster in Fleet.Clusters)
            text.Append(CultureInfo.InvariantCulture, $"- name: {cluster.Name}\n  context: {{ cluster: {cluster.Name}, user: demo }}\n");
        return text.ToString();
    }

    public static string Configuration(DemoFolder folder)
    {
        var text = new StringBuilder("# Made by `gitops demo`.\n");
        text.Append(CultureInfo.InvariantCulture, $"dataDirectory: \"{folder.Path}\"\n");
        text.Append("git:\n  pollInterval: 5s\n  repositories:\n");
        foreach (var name in new[] { Fleet.Shop, Fleet.Platform }) Repository(text, name, folder.Repository(name));
        text.Append("kubernetes:\n  clusters:\n");
        foreach (var cluster in Fleet.Clusters)
            text.Append(CultureInfo.InvariantCulture, $"    - {{ kubeconfig: \"{folder.Kubeconfig}\", context: {cluster.Name} }}\n");
        text.Append("environments:\n  rules:\n");
        foreach (var cluster in Fleet.Clusters)
            text.Append(CultureInfo.InvariantCulture, $"    - {{ environment: {cluster.Environment}, cluster: {cluster.Name} }}\n");
        text.Append("argocd:\n  ui:\n    url: \"https://argocd.example.com/{cluster}/applications/{namespace}/{name}\"\n");
        return text.ToString();
    }

    private static void Repository(StringBuilder text, string name, string folder) => text.Append(CultureInfo.InvariantCulture, $$"""
            - name: {{name}}
              url: "{{folder}}"
              links:
                web: "https://git.example.com/shop/{{name}}"
                commit: "https://git.example.com/shop/{{name}}/commit/{sha}"
                pullRequest: "https://git.example.com/shop/{{name}}/pull/{number}"
                compare: "https://git.example.com/shop/{{name}}/compare/{from}...{to}"
                tree: "https://git.example.com/shop/{{name}}/tree/{sha}/{path}"
                issue: "https://issues.example.com/browse/{key}"

        """);
}
