using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What a kustomization refers to. Old and new fields count alike: kustomize reads both.</summary>
internal static class Kustomization
{
    /// <summary>The names under which kustomize finds one, in its order.</summary>
    public static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private const string DefaultChartHome = "charts";

    // Field, then what its texts lead to.
    private static readonly (string Field, ReferenceKind Kind)[] Lists =
    [
        ("resources", ReferenceKind.Resource), ("bases", ReferenceKind.Resource), ("components", ReferenceKind.Resource),
        ("crds", ReferenceKind.File), ("configurations", ReferenceKind.File), ("patchesStrategicMerge", ReferenceKind.File),
        ("generators", ReferenceKind.Plugin), ("transformers", ReferenceKind.Plugin), ("validators", ReferenceKind.Plugin),
        // Once a list of files, now of mappings.
        ("patches", ReferenceKind.File),
    ];

    /// <summary>References of a kustomization's documents.</summary>
    public static IReadOnlyList<FileReference> Read(IReadOnlyList<YamlValue> documents)
    {
        var found = new List<FileReference>();
        foreach (var document in documents)
        {
            foreach (var (field, kind) in Lists)
                if (document[field] is { } list) found.AddRange(list.Texts.Where(IsPath).Select(text => new FileReference(kind, text)));
            foreach (var field in new[] { "patches", "patchesJson6902", "replacements" })
                foreach (var item in Items(document, field)) AddFiles(found, item["path"]);
            foreach (var field in new[] { "configMapGenerator", "secretGenerator" })
                foreach (var item in Items(document, field)) AddGenerator(found, item);
            AddFiles(found, document["openapi"]?["path"]);
            foreach (var item in Items(document, "helmCharts")) AddChart(found, item, document["helmGlobals"]?["chartHome"]?.Text);
            foreach (var item in Items(document, "helmChartInflationGenerator")) AddOldChart(found, item);
        }

        return found;
    }

    /// <summary>References of a generator, transformer or validator: they count from the kustomization that names it.</summary>
    public static IReadOnlyList<FileReference> ReadPlugin(IReadOnlyList<YamlValue> documents)
    {
        var found = new List<FileReference>();
        foreach (var document in documents)
        {
            AddFiles(found, document["path"]);
            AddFiles(found, document["paths"]);
            AddGenerator(found, document);
            if (document["kind"]?.Text == "HelmChartInflationGenerator") AddChart(found, document, document["chartHome"]?.Text);
        }

        return found;
    }

    private static List<YamlValue> Items(YamlValue document, string field) => document[field]?.Items ?? [];

    // A patch, generator or transformer may stand in the list itself.
    private static bool IsPath(string text) => !text.Contains('\n', StringComparison.Ordinal);

    private static void AddFiles(List<FileReference> found, YamlValue? texts)
    {
        if (texts is not null) found.AddRange(texts.Texts.Where(IsPath).Select(text => new FileReference(ReferenceKind.File, text)));
    }

    /// <summary>Entries of <c>files</c> are paths, or a key and a path.</summary>
    private static void AddGenerator(List<FileReference> found, YamlValue generator)
    {
        foreach (var entry in generator["files"]?.Texts ?? [])
            found.Add(new FileReference(ReferenceKind.File, entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        AddFiles(found, generator["envs"]);
        AddFiles(found, generator["env"]);
    }

    private static void AddChart(List<FileReference> found, YamlValue chart, string? home)
    {
        AddFiles(found, chart["valuesFile"]);
        AddFiles(found, chart["additionalValuesFiles"]);
        if (chart["name"]?.Text is not { Length: > 0 } name) return;
        home ??= DefaultChartHome;
        var isLocal = string.IsNullOrEmpty(chart["repo"]?.Text);
        found.Add(new FileReference(isLocal ? ReferenceKind.Chart : ReferenceKind.OptionalChart, $"{home}/{name}"));
        // Where kustomize puts what it pulled, and people sometimes keep it.
        if (!isLocal && chart["version"]?.Text is { Length: > 0 } version)
            found.Add(new FileReference(ReferenceKind.OptionalChart, $"{home}/{name}-{version}/{name}"));
    }

    /// <summary>The field before <c>helmCharts</c>.</summary>
    private static void AddOldChart(List<FileReference> found, YamlValue chart)
    {
        AddFiles(found, chart["values"]);
        if (chart["chartName"]?.Text is { Length: > 0 } name)
            found.Add(new FileReference(ReferenceKind.OptionalChart, $"{chart["chartHome"]?.Text ?? DefaultChartHome}/{name}"));
    }
}
