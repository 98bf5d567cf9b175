using GrafanaGitOps.Service.Demo.Objects;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>What a list or a watch is about.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Namespace">Null for all.</param>
/// <param name="Selector">Labels.</param>
internal sealed record Scope(ApiKind Kind, string? Namespace, LabelSelector Selector)
{
    public bool Contains(StoredObject one) =>
        one.Kind == Kind && (Namespace is null || one.Namespace == Namespace) && Selector.Matches(one.Labels);
}
