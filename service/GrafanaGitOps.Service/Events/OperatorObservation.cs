namespace GrafanaGitOps.Service.Events;

/// <summary>All that one look at an application's object says.</summary>
/// <param name="State">The application now.</param>
/// <param name="Attempts">Sync attempts that the object remembers, oldest first; the same ones come again with each look.</param>
public sealed record OperatorObservation(ApplicationState State, IReadOnlyList<SyncAttempt> Attempts);
