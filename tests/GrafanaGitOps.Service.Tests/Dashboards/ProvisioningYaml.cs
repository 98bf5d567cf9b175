using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Files of the folder provisioning as JSON.</summary>
internal static class ProvisioningYaml
{
    public static IReadOnlyList<JsonObject> Load(string path) => YamlObjects.Load(Path.Combine(Repository.Root, path));
}
