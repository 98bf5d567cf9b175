using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

internal static class JsonLimits
{
    /// <summary>Nesting that is accepted; the API server itself stops at 10,000, real objects stay under 40.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };
}
