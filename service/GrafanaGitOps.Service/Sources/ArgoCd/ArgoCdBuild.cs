using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What a source of an Application says of the files that it is built from.</summary>
internal static class ArgoCdBuild
{
    /// <param name="source">The source; of a hydrated application the dry one, from which people's commits are rendered.</param>
    /// <param name="type">What Argo CD found it to be; null when it has not said.</param>
    public static SourceBuild Of(SourceDto source, string? type) => new()
    {
        Tool = Enum.TryParse<BuildTool>(type, out var found) ? found : Given(source),
        Recurse = source.Directory?.Recurse == true,
        Include = BoundedText.Text(source.Directory?.Include),
        Exclude = BoundedText.Text(source.Directory?.Exclude),
        AnyExtension = source.Directory?.DisableExtensionFilter == true,
        Libraries = Some(source.Directory?.Jsonnet?.Libs),
        Components = Some(source.Kustomize?.Components),
        Files = Some((source.Kustomize?.Patches ?? []).Concat(source.Helm?.FileParameters ?? []).Select(file => file?.Path).Where(path => !string.IsNullOrEmpty(path))),
        IgnoreMissing = source.Helm?.IgnoreMissingValueFiles == true || source.Kustomize?.IgnoreMissingComponents == true,
        Doubts = source.Plugin is null && type != nameof(BuildTool.Plugin) ? null : [ArgoCdSpec.PluginDoubt],
    };

    private static BuildTool Given(SourceDto source) =>
        source.Plugin is not null ? BuildTool.Plugin
        : source.Directory is { } directory && directory != new DirectoryDto(null, null, null, null, null) ? BuildTool.Directory
        : BuildTool.Detected;

    private static IReadOnlyList<string>? Some(IEnumerable<string?>? texts) =>
        BoundedText.List(texts, ApplicationLimits.ValuesFiles) is { Count: > 0 } some ? some : null;
}
