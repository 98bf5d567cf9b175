using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>The <c>exec</c> part of a kubeconfig user: a program that prints a credential.</summary>
internal sealed record ExecPlugin(string Command, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, string ApiVersion, string? InstallHint)
{
    private static readonly string[] Supported = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecPlugin Read(KubeconfigEntry exec, KubeconfigEntry cluster)
    {
        var command = exec.Text("command") ?? throw new KubernetesException($"{exec.Description} has no command.");
        var apiVersion = exec.Text("apiVersion") ?? "";
        if (!Supported.Contains(apiVersion))
            throw new KubernetesException($"apiVersion in {exec.Description} must be one of {string.Join(", ", Supported)}.");
        if (exec.Text("interactiveMode") == "Always")
            throw new KubernetesException($"{exec.Description} wants to ask a person (interactiveMode: Always); a service has none.");

        var environment = exec.Children("env").Select(entry => KeyValuePair.Create(entry.Text("name") ?? "", entry.Text("value") ?? ""))
            .Where(entry => entry.Key.Length > 0)
            .Append(KeyValuePair.Create("KUBERNETES_EXEC_INFO", ExecInfo(apiVersion, exec.Flag("provideClusterInfo") ? cluster : null)));
        // A path with a folder is relative to the kubeconfig; a bare name is looked up in PATH.
        return new ExecPlugin(command.Contains('/') ? exec.ResolvePath(command) : command, [.. exec.Texts("args")], [.. environment], apiVersion, exec.Text("installHint"));
    }

    private static string ExecInfo(string apiVersion, KubeconfigEntry? cluster)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (cluster is not null)
        {
            spec["cluster"] = new JsonObject { ["server"] = cluster.Text("server") };
            if (cluster.Text("certificate-authority-data") is { } authority) spec["cluster"]!["certificate-authority-data"] = authority;
            if (cluster.Text("tls-server-name") is { } name) spec["cluster"]!["tls-server-name"] = name;
        }

        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString(JsonSerializerOptions.Web);
    }
}
