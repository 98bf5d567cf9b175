using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What every field of an Application's spec means for the files that count.</summary>
internal static class ArgoCdSpec
{
    /// <summary>Why commits of an application with a plugin are not known exactly.</summary>
    public const string PluginDoubt = "A plugin of Argo CD makes the manifests, which may read any file: its folder counts.";

    // Fields of a source, wherever one stands.
    private static readonly (FieldMeaning Meaning, string Fields)[] Source =
    [
        (FieldMeaning.Place, "repoURL path targetRevision"),
        (FieldMeaning.Files, "directory.recurse directory.include directory.exclude directory.disableExtensionFilter directory.jsonnet.libs"),
        // Jsonnet imports what it likes.
        (FieldMeaning.Unknowable, "directory.jsonnet.extVars directory.jsonnet.tlas plugin"),
        (FieldMeaning.Files, "helm.valueFiles helm.ignoreMissingValueFiles helm.fileParameters"),
        (FieldMeaning.Inline, "helm.values helm.valuesObject helm.parameters helm.releaseName helm.namespace helm.kubeVersion helm.apiVersions helm.version"),
        (FieldMeaning.Inline, "helm.skipCrds helm.skipTests helm.skipSchemaValidation"),
        (FieldMeaning.Behaviour, "helm.passCredentials"),
        (FieldMeaning.Files, "kustomize.components kustomize.ignoreMissingComponents kustomize.patches.path"),
        (FieldMeaning.Inline, "kustomize.patches kustomize.images kustomize.replicas kustomize.namePrefix kustomize.nameSuffix kustomize.namespace"),
        (FieldMeaning.Inline, "kustomize.commonLabels kustomize.commonAnnotations kustomize.commonAnnotationsEnvsubst kustomize.forceCommonLabels"),
        (FieldMeaning.Inline, "kustomize.forceCommonAnnotations kustomize.labelWithoutSelector kustomize.labelIncludeTemplates"),
        (FieldMeaning.Inline, "kustomize.kubeVersion kustomize.apiVersions kustomize.version"),
    ];

    /// <summary>Application (argoproj.io/v1alpha1).</summary>
    public static SpecTable Application { get; } = SpecTable.Of(
        "Application",
        [
            .. new[] { "source", "sources", "sourceHydrator.drySource" }.SelectMany(place => Source.Select(row =>
                (row.Meaning, string.Join(' ', row.Fields.Split(' ').Select(field => $"{place}.{field}"))))),
            (FieldMeaning.Place, "source.chart source.tagPrefix source.ref sources.chart sources.tagPrefix sources.ref"),
            (FieldMeaning.Behaviour, "source.name sources.name"),
            (FieldMeaning.Place, "sourceHydrator.syncSource sourceHydrator.hydrateTo"),
            (FieldMeaning.Behaviour, "destination project syncPolicy ignoreDifferences info revisionHistoryLimit"),
        ]);
}
