using System.Globalization;

namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>The files of both repositories as the drafts change them, one after the other.</summary>
internal sealed class Manifests
{
    private const string Edition = "edition";

    private readonly Dictionary<string, int> _versions = [];
    private readonly Dictionary<Target, SortedDictionary<string, string>> _settings = [];

    /// <summary>Every file as it is before the first draft.</summary>
    public IReadOnlyList<FileContent> Begin(string repository)
    {
        var names = repository == Fleet.Shop ? Fleet.Applications : Fleet.Kustomizations;
        var files = names.SelectMany(name => (IEnumerable<FileContent>)
        [
            new($"{Folder(repository, name)}/base/kustomization.yaml", "resources:\n  - deployment.yaml\n  - service.yaml\n"),
            Deployment(repository, name),
            new($"{Folder(repository, name)}/base/service.yaml", Service(name)),
            .. Fleet.Environments.SelectMany(environment => (IEnumerable<FileContent>)
            [
                new($"{Overlay(repository, name, environment)}/kustomization.yaml", "resources:\n  - ../../base\n  - config.yaml\n"),
                Config(repository, new Target(name, environment)),
            ]),
        ]);
        if (repository == Fleet.Platform) files = files.Concat(Fleet.Releases.Select(name => Release(name, "first")));
        return [.. files.Prepend(new FileContent("README.md", $"# {repository}\nWhat is deployed, and where.\n"))];
    }

    /// <summary>Carries a draft out: the files that it changes, and the version that it makes.</summary>
    public (FileContent File, string? Version) Apply(Draft draft)
    {
        if (Fleet.Releases.Contains(draft.Name)) return (Release(draft.Name, draft.Settings[0].Value), draft.Settings[0].Value);
        if (draft.Environment is null)
        {
            _versions[draft.Name] = _versions.GetValueOrDefault(draft.Name) + 1;
            return (Deployment(draft.Repository, draft.Name), Version(draft.Name));
        }

        var target = new Target(draft.Name, draft.Environment);
        var settings = Settings(target);
        foreach (var (key, value) in draft.Settings) settings[key] = value;
        // A setting that had this value already would make a commit without a change.
        var edition = int.Parse(settings[Edition], CultureInfo.InvariantCulture) + 1;
        settings[Edition] = edition.ToString(CultureInfo.InvariantCulture);
        return (Config(draft.Repository, target), null);
    }

    /// <summary>The folder that an operator deploys.</summary>
    public static string Overlay(string repository, string name, string environment) =>
        $"{Folder(repository, name)}/overlays/{environment}";

    /// <summary>The version of an application after its newest change.</summary>
    public string Version(string name) => string.Create(CultureInfo.InvariantCulture, $"1.{_versions.GetValueOrDefault(name)}.0");

    public static string Image(string name, string version) => $"registry.example.com/{name}:{version}";

    private static string Folder(string repository, string name) => $"{(repository == Fleet.Shop ? "apps" : "infrastructure")}/{name}";

    private SortedDictionary<string, string> Settings(Target target)
    {
        if (_settings.TryGetValue(target, out var known)) return known;
        return _settings[target] = new(StringComparer.Ordinal)
        {
            [Edition] = "1",
            ["log.level"] = "info",
            ["pool.idleTimeout"] = "300s",
            ["pool.size"] = "20",
            ["replicas"] = target.Environment == Fleet.Production ? "3" : "1",
        };
    }

    private FileContent Deployment(string repository, string name) => new(
        $"{Folder(repository, name)}/base/deployment.yaml",
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          selector:
            matchLabels: { app: {{name}} }
          template:
            metadata:
              labels: { app: {{name}} }
            spec:
              containers:
                - name: {{name}}
                  image: {{Image(name, Version(name))}}
                  envFrom:
                    - configMapRef: { name: {{name}}-settings }

        """);

    private static string Service(string name) => $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
        spec:
          selector: { app: {{name}} }
          ports: [{ port: 80, targetPort: 8080 }]

        """;

    private FileContent Config(string repository, Target target) => new(
        $"{Overlay(repository, target.Name, target.Environment)}/config.yaml",
        $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {target.Name}-settings\ndata:\n"
        + string.Concat(Settings(target).Select(setting => $"  {setting.Key}: \"{setting.Value}\"\n")));

    private static FileContent Release(string name, string version) => new(
        $"releases/{name}/release.yaml",
        $$"""
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata:
          name: {{name}}
        spec:
          chart:
            spec: { chart: {{name}}, version: "{{version}}" }

        """);
}
