using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What waits to be recorded.</summary>
/// <param name="Change">The change of an application; null for a change that concerns none.</param>
/// <param name="Watch">The watch of which one change is dealt with as soon as this is durable; null when more of the same change follows.</param>
internal readonly record struct PendingChange(ApplicationChange? Change, ResourceWatch? Watch);
