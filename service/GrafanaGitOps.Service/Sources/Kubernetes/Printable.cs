namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Text of strangers made fit for a log line or an error.</summary>
internal static class Printable
{
    public static string Shorten(string text)
    {
        var cleaned = string.Create(Math.Min(text.Length, KubernetesLimits.MaxMessageLength), text, static (target, source) =>
        {
            for (var index = 0; index < target.Length; index++) target[index] = char.IsControl(source[index]) ? ' ' : source[index];
        }).Trim();
        return text.Length > KubernetesLimits.MaxMessageLength ? cleaned + "…" : cleaned;
    }
}
