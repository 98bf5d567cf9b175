using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Addresses under which an application can be opened: those that Argo CD found, and those of its <c>link.argocd.argoproj.io/</c> annotations.</summary>
internal static class ArgoCdLinks
{
    private const string LinkAnnotation = "link.argocd.argoproj.io/";

    public static IReadOnlyList<string> Read(List<string?>? found, IReadOnlyDictionary<string, string> annotations)
    {
        var annotated = annotations.Where(annotation => annotation.Key.StartsWith(LinkAnnotation, StringComparison.Ordinal)).Select(annotation => annotation.Value);
        return [.. (found ?? []).Concat(annotated).Select(Address).OfType<string>().Distinct().Take(ApplicationLimits.ExternalUrls)];
    }

    /// <summary>Without the title that may stand before a bar; null for what a browser should not be sent to (javascript, file, ...).</summary>
    private static string? Address(string? text)
    {
        var url = text?[(text.LastIndexOf('|') + 1)..].Trim();
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? BoundedText.Url(url) : null;
    }
}
