namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>A kind of object that we want to read.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Plural">Name in the API's paths, such as <c>applications</c>.</param>
/// <param name="Versions">Versions that our parser understands, the preferred first. The first that the cluster serves is read.</param>
public sealed record ResourceDefinition(string Group, string Plural, params IReadOnlyList<string> Versions)
{
    /// <summary>As RBAC rules and messages write it: <c>applications.argoproj.io</c>.</summary>
    public string Name => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public override string ToString() => Name;
}
