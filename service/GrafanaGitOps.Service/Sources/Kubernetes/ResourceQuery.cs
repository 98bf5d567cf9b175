namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Which objects of a kind: those of one namespace (null: all) that carry the labels.</summary>
public sealed record ResourceQuery(ApiResource Resource, string? Namespace = null, string? LabelSelector = null)
{
    internal string Path(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var path = Resource.CollectionPath(Namespace);
        var separator = '?';
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("labelSelector", LabelSelector), .. parameters])
        {
            if (string.IsNullOrEmpty(value)) continue;
            path += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return path;
    }

    public override string ToString() => Namespace is null ? Resource.ToString() : $"{Resource} in namespace {Namespace}";
}
