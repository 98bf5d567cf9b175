using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Argo CD (<c>argocd</c>).</summary>
public sealed class ArgoCdOptions
{
    /// <summary>Where its user interface shows an application (<c>argocd.ui</c>).</summary>
    public UserInterfaceOptions Ui { get; set; } = new();

    internal void Validate(string key, ICollection<string> errors) => Ui.Validate($"{key}.ui", errors);
}
