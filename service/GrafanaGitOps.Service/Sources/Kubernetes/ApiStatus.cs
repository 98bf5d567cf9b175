using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>The <c>Status</c> object with which the API server says why it refused.</summary>
internal static class ApiStatus
{
    public static V1Status Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status?>(Encoding.UTF8.GetString(json.Span)) ?? new V1Status();
        }
        catch (JsonException)
        {
            return new V1Status(); // A proxy's HTML page, or half an answer.
        }
    }

    public static bool IsExpired(this V1Status status) => status.Code == 410 || status.Reason is "Expired" or "Gone";

    /// <summary>The server has not caught up with the resource version that we know; it may have been restored from a backup.</summary>
    public static bool IsVersionTooLarge(this V1Status status) =>
        status.Message?.Contains("Too large resource version", StringComparison.OrdinalIgnoreCase) == true;
}
