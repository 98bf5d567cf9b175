using GrafanaGitOps.Service.Sources.Links;
namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>
/// Where the user interface of an operator shows an application (<c>ui</c>): templates with <c>{namespace}</c>, <c>{name}</c>, <c>{kind}</c> and
/// <c>{cluster}</c>, such as <c>https://argocd.example.com/applications/{namespace}/{name}</c>. Default none: such addresses cannot be found out.
/// </summary>
public sealed class UserInterfaceOptions
{
    /// <summary>For every cluster that <see cref="Clusters"/> does not name.</summary>
    public string? Url { get; set; }

    /// <summary>For single clusters, by their names.</summary>
    public Dictionary<string, string> Clusters { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    internal Func<ApplicationId, string?> Addresses()
    {
        var (usual, clusters) = (Parse(Url), Clusters.ToDictionary(pair => pair.Key, pair => Parse(pair.Value), Clusters.Comparer));
        return application => (clusters.GetValueOrDefault(application.Cluster) ?? usual)?.Fill(
            application.Namespace, application.Name, application.Kind, application.Cluster);
    }

    internal void Validate(string key, ICollection<string> errors)
    {
        Check(Url, $"{key}.url");
        foreach (var (cluster, url) in Clusters) Check(url, $"{key}.clusters.{cluster}");

        void Check(string? template, string name)
        {
            if (template is null) return;
            if (!LinkTemplate.IsWebAddress(template)) errors.Add($"{name} must begin with https:// or http:// and a host.");
            if (!template.Contains("{name}", StringComparison.Ordinal)) errors.Add($"{name} lacks {{name}}.");
        }
    }

    private static LinkTemplate? Parse(string? template) => LinkTemplate.Parse(template, "{namespace}", "{name}", "{kind}", "{cluster}");
}
