namespace GrafanaGitOps.Service.Events;

/// <summary>Where an application belongs, and why.</summary>
/// <param name="Environment">The environment; null when nothing places the application.</param>
/// <param name="Budget">The longest sync delay that is normal there.</param>
/// <param name="Because">What decided, for people: <c>rule 2 (path clusters/prod-*)</c>, <c>label env=prod</c>, <c>path apps/overlays/prod</c>, ...</param>
public sealed record EnvironmentVerdict(string? Environment, TimeSpan Budget, string Because);
