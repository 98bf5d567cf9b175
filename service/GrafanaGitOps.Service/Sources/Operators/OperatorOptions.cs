namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>What can be set of every operator, under its name (<c>argocd</c>, <c>flux</c>).</summary>
public class OperatorOptions
{
    /// <summary>Where its user interface shows an application (<c>argocd.ui</c>, <c>flux.ui</c>).</summary>
    public UserInterfaceOptions Ui { get; set; } = new();

    internal virtual void Validate(string key, ICollection<string> errors) => Ui.Validate($"{key}.ui", errors);
}
