using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>What of an <see cref="ApplicationState"/> only an answer about few applications needs: the column <c>details</c>.</summary>
public sealed record ApplicationDetails
{
    /// <inheritdoc cref="ApplicationState.Generation"/>
    public long Generation { get; init; }

    /// <inheritdoc cref="ApplicationState.DeletionRequested"/>
    public DateTimeOffset? DeletionRequested { get; init; }

    /// <inheritdoc cref="ApplicationState.OperatorSync"/>
    public SyncStatus? OperatorSync { get; init; }

    /// <inheritdoc cref="ApplicationState.HealthMessage"/>
    public string? HealthMessage { get; init; }

    /// <inheritdoc cref="AutomationPolicy"/>
    public bool? Prune { get; init; }

    /// <inheritdoc cref="ApplicationState.Labels"/>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <inheritdoc cref="ApplicationState.Annotations"/>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <inheritdoc cref="ApplicationState.Conditions"/>
    public IReadOnlyList<ApplicationCondition>? Conditions { get; init; }

    /// <inheritdoc cref="ApplicationState.Images"/>
    public IReadOnlyList<string>? Images { get; init; }

    /// <inheritdoc cref="ApplicationState.ExternalUrls"/>
    public IReadOnlyList<string>? ExternalUrls { get; init; }

    /// <inheritdoc cref="ApplicationState.Parents"/>
    public IReadOnlyList<ParentApplication>? Parents { get; init; }

    /// <inheritdoc cref="ApplicationState.Hydrator"/>
    public HydratorState? Hydrator { get; init; }

    /// <inheritdoc cref="ApplicationState.Notices"/>
    public IReadOnlyList<string>? Notices { get; init; }

    /// <summary>Reads the column; a list that was empty is null.</summary>
    public static ApplicationDetails Read(string json) => JsonSerializer.Deserialize(json, StoredJson.Types.ApplicationDetails)!;

    internal static string Write(ApplicationState state) => JsonSerializer.Serialize(
        new ApplicationDetails
        {
            Generation = state.Generation,
            DeletionRequested = state.DeletionRequested,
            OperatorSync = state.OperatorSync,
            HealthMessage = state.HealthMessage,
            Prune = state.Automation.Prune,
            Labels = Sorted(state.Labels),
            Annotations = Sorted(state.Annotations),
            Conditions = Some(state.Conditions),
            Images = Some(state.Images),
            ExternalUrls = Some(state.ExternalUrls),
            Parents = Some(state.Parents),
            Hydrator = state.Hydrator,
            Notices = Some(state.Notices),
        },
        StoredJson.Types.ApplicationDetails);

    // The same labels in another order are no change.
    private static SortedDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string> texts) =>
        texts.Count == 0 ? null : new SortedDictionary<string, string>(texts.ToDictionary(), StringComparer.Ordinal);

    private static IReadOnlyList<T>? Some<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : list;
}
