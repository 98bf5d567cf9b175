using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Environments;

/// <summary>How people commonly say where an application belongs, from what says it most plainly to what only hints at it.</summary>
internal static class EnvironmentConventions
{
    private static readonly string[] Labels =
        ["environment", "env", "app.kubernetes.io/environment", "deployment.environment.name", "deployment.environment", "kargo.akuity.io/stage", "stage"];

    /// <summary>The environment and what said so; null when nothing does.</summary>
    public static (string Environment, string Because)? Find(ApplicationState application)
    {
        foreach (var label in Labels)
            if (application.Labels.TryGetValue(label, out var value) && !string.IsNullOrWhiteSpace(value)) return (EnvironmentNames.Normalize(value), $"label {label}={value}");

        foreach (var path in application.Sources.Select(source => source.Path).Concat(application.Sources.SelectMany(source => source.ValuesFiles)))
            if (FromPath(path) is { } environment) return (environment, $"path {path}");

        foreach (var (what, name) in Names(application))
            if (EnvironmentNames.FromName(name) is { } environment) return (environment, $"{what} {name}");
        return null;
    }

    /// <summary>The folder nearest to the manifests wins; a file counts without its extension (<c>values-prod.yaml</c>).</summary>
    private static string? FromPath(string? path)
    {
        if (string.IsNullOrEmpty(path)) return null;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            var name = part.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || part.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
                ? Path.GetFileNameWithoutExtension(part) : part;
            if (EnvironmentNames.FromName(name) is { } environment) return environment;
        }

        return null;
    }

    private static IEnumerable<(string What, string? Name)> Names(ApplicationState application) =>
    [
        ("namespace", application.Destination.Namespace),
        ("application", application.Id.Name),
        ("project", application.Project),
        ("destination cluster", application.Destination.Name),
        ("namespace", application.Id.Namespace),
        ("cluster", application.Id.Cluster),
    ];
}
