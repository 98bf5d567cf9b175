namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The rows in which an application differs from what is stored of it.</summary>
internal sealed class EntryWrite(ApplicationEntry entry)
{
    public ApplicationEntry Entry => entry;

    public long Id { get; set; } = entry.Stored?.Id ?? 0;

    public ApplicationRow Row { get; private set; } = entry.Row!;

    /// <summary>Whether answers may differ now.</summary>
    public bool IsShownChanged { get; private set; }

    public bool IsKnownAndChanged => IsShownChanged && entry.Stored is not null;

    /// <summary>Whether all that is new is that somebody looked.</summary>
    public bool IsLookedAtAlone => !IsShownChanged && !ReferenceEquals(entry.Row, entry.Stored);

    public bool HasStoredResources => entry.Stored?.ResourcesOf is not null;

    /// <summary>One row, or none when they are as stored.</summary>
    public IReadOnlyList<ResourcesRow> Resources { get; private set; } = [];

    public IEnumerable<SourceRow> LostSources => entry.StoredSources.Skip(entry.Sources.Count);

    public IEnumerable<SourceRow> ChangedSources =>
        Owned(entry.Sources.Zip(entry.StoredSources).Where(pair => IsChanged(pair.First, pair.Second)).Select(pair => pair.First));

    public IEnumerable<SourceRow> NewSources => Owned(entry.Sources.Skip(entry.StoredSources.Count));

    public IEnumerable<StateChangeRow> RemovedStates => Owned(entry.Sync.Removed.Concat(entry.Health.Removed));

    public IEnumerable<StateChangeRow> AddedStates => Owned(entry.Sync.Added.Concat(entry.Health.Added));

    public SyncWrites Events { get; } = new();

    /// <summary>Finds the differences, once all ids are known.</summary>
    public void Compare(LedgerVersion version)
    {
        foreach (var sync in entry.Syncs.Entries) Events.Compare(sync, sync.ToRow(Id));
        if (entry.Resources is { } resources && resources.Hash != entry.Stored?.Hash) Resources = [new ResourcesRow(Id, resources)];
        IsShownChanged = entry.Stored is null || !ApplicationTable.ShowSame(entry.Row!, entry.Stored) || Resources.Count > 0
            || LostSources.Any() || ChangedSources.Any() || NewSources.Any() || entry.Sync.IsChanged || entry.Health.IsChanged
            || Events.New.Count + Events.Changed.Count > 0;
        Row = entry.Row! with { Id = Id, ChangedIn = IsShownChanged ? version.Version : entry.Row!.ChangedIn, LookedIn = version.Looks };
    }

    private IEnumerable<SourceRow> Owned(IEnumerable<SourceRow> rows) => rows.Select(row => row with { ApplicationId = Id });

    private IEnumerable<StateChangeRow> Owned(IEnumerable<StateChangeRow> rows) => rows.Select(row => row with { ApplicationId = Id });

    private static bool IsChanged(SourceRow row, SourceRow stored) => row with { ApplicationId = stored.ApplicationId } != stored;
}
