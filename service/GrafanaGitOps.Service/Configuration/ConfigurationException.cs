namespace GrafanaGitOps.Service.Configuration;

/// <summary>Settings that cannot be used; each error begins with its key and none holds a secret.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> errors)
    : Exception($"The configuration has {errors.Count} {(errors.Count == 1 ? "error" : "errors")}:\n  {string.Join("\n  ", errors)}")
{
    /// <summary>Every error.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
