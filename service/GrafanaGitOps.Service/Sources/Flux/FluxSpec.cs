using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What every field of the specs of Flux's kinds means for the files that count.</summary>
internal static class FluxSpec
{
    private const string Fetching = "interval timeout suspend secretRef certSecretRef provider insecure";

    public static IReadOnlyList<SpecTable> Tables { get; } =
    [
        SpecTable.Of(
            "Kustomization",
            (FieldMeaning.Place, "sourceRef path"),
            (FieldMeaning.Files, "components ignoreMissingComponents"),
            (FieldMeaning.Inline, "patches images namePrefix nameSuffix targetNamespace commonMetadata buildMetadata postBuild.substitute postBuild.substituteStrategy"),
            (FieldMeaning.Cluster, "postBuild.substituteFrom decryption"),
            (FieldMeaning.Behaviour, "interval retryInterval timeout suspend prune wait force deletionPolicy dependsOn healthChecks healthCheckExprs ignore kubeConfig serviceAccountName")),
        SpecTable.Of(
            "HelmRelease",
            (FieldMeaning.Place, "chart.spec.chart chart.spec.version chart.spec.sourceRef chart.spec.reconcileStrategy chartRef"),
            (FieldMeaning.Files, "chart.spec.valuesFiles chart.spec.ignoreMissingValuesFiles"),
            (FieldMeaning.Inline, "values postRenderers postRenderStrategy commonMetadata releaseName targetNamespace storageNamespace"),
            (FieldMeaning.Cluster, "valuesFrom"),
            (FieldMeaning.Behaviour, "chart.metadata chart.spec.interval chart.spec.verify interval timeout suspend dependsOn driftDetection healthCheckExprs install upgrade"),
            (FieldMeaning.Behaviour, "rollback uninstall test maxHistory persistentClient kubeConfig serviceAccountName waitStrategy")),
        SpecTable.Of(
            "GitRepository",
            (FieldMeaning.Place, "url ref"),
            (FieldMeaning.Unknowable, "include"),
            // A submodule's content changes with the commit that names it.
            (FieldMeaning.Files, "recurseSubmodules"),
            (FieldMeaning.Narrows, "ignore sparseCheckout"),
            (FieldMeaning.Behaviour, "interval timeout suspend secretRef proxySecretRef serviceAccountName provider verify")),
        SpecTable.Of(
            "HelmChart",
            (FieldMeaning.Place, "chart version sourceRef reconcileStrategy"),
            (FieldMeaning.Files, "valuesFiles ignoreMissingValuesFiles"),
            (FieldMeaning.Behaviour, "interval suspend verify")),
        SpecTable.Of(
            "OCIRepository", (FieldMeaning.Place, "url ref layerSelector"), (FieldMeaning.Narrows, "ignore"),
            (FieldMeaning.Behaviour, Fetching + " proxySecretRef serviceAccountName verify")),
        SpecTable.Of(
            "Bucket",
            (FieldMeaning.Place, "endpoint bucketName prefix region"), (FieldMeaning.Narrows, "ignore"), (FieldMeaning.Behaviour, Fetching + " proxySecretRef serviceAccountName sts")),
        SpecTable.Of("HelmRepository", (FieldMeaning.Place, "url type"), (FieldMeaning.Behaviour, Fetching + " passCredentials accessFrom")),
        SpecTable.Of("ExternalArtifact", (FieldMeaning.Place, "sourceRef")),
    ];

    /// <summary>Why commits are not known exactly where a source holds files of another one.</summary>
    public static string IncludeDoubt(SourceReference source, string include) =>
        $"{source} includes GitRepository {include}, whose commits are not counted: Flux does not say which of them is deployed.";
}
