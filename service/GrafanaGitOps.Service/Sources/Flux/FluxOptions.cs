using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Flux (<c>flux</c>).</summary>
public sealed class FluxOptions
{
    /// <summary>Where a user interface shows an application (<c>flux.ui</c>).</summary>
    public UserInterfaceOptions Ui { get; set; } = new();

    internal void Validate(string key, ICollection<string> errors) => Ui.Validate($"{key}.ui", errors);
}
