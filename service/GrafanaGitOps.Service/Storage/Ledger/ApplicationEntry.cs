using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>An application of the ledger while a batch is recorded: what is stored of it, and what looks at it change.</summary>
/// <param name="id">Which one.</param>
/// <param name="keep">How long the ledger keeps sync attempts.</param>
internal sealed class ApplicationEntry(ApplicationId id, TimeSpan keep)
{
    public ApplicationId Application => id;

    /// <summary>Null when it is new.</summary>
    public ApplicationRow? Stored { get; private set; }

    /// <summary>Null until it was seen.</summary>
    public ApplicationRow? Row { get; private set; }

    public StateHistory Sync { get; } = new(StateChangeRow.Sync);

    public StateHistory Health { get; } = new(StateChangeRow.Health);

    public SyncHistory Syncs { get; } = new();

    public IReadOnlyList<SourceRow> Sources { get; private set; } = [];

    public IReadOnlyList<SourceRow> StoredSources { get; private set; } = [];

    /// <summary>Resources of the last look; null when there was none.</summary>
    public HashedJson? Resources { get; private set; }

    public void Load(ApplicationRow stored)
    {
        (Stored, Row) = (stored, stored);
        Sync.Load(Last(StateChangeRow.Sync, stored, stored.Sync, stored.SyncSinceNotBefore, stored.SyncSince));
        Health.Load(Last(StateChangeRow.Health, stored, stored.Health, stored.HealthSinceNotBefore, stored.HealthSince));
    }

    public void Load(IReadOnlyList<SourceRow> stored) => (StoredSources, Sources) = (stored, stored);

    /// <summary>Whether the change may add to the histories of states, of what is stored so far.</summary>
    public bool MayChangeState(ApplicationChange change) =>
        Stored is { } row && (change.Observation is not { State: var state } || row.DeletedAt is not null || row.Uid != change.Uid
            || row.Sync != (long)state.Sync || row.Health != (long)state.Health);

    public void Apply(ApplicationChange change)
    {
        var isLate = Row is { } row && change.Moment.NotAfter.ToUnixTimeMilliseconds() < row.ObservedAt;
        if (change.Observation is { } observation)
        {
            var operation = RecordAttempts(observation, change, isLate);
            // A look that is older than what is recorded still tells of syncs, but no longer how the application is.
            if (!isLate) Look(change, observation.State, operation);
        }
        else if (!isLate && Row is { DeletedAt: null } alive && alive.Uid == change.Uid)
        {
            Syncs.EndUnseen([], Observed(alive), change.Moment.NotAfter);
            Row = End(alive, change.Moment) with { ObservedAt = change.Moment.NotAfter.ToUnixTimeMilliseconds() };
        }
    }

    /// <summary>The operation that the state shows, with the times that the ledger has of it: an operator may widen them at each look.</summary>
    private OperationStatus? RecordAttempts(OperatorObservation observation, ApplicationChange change, bool isLate)
    {
        SyncAttempt? last = null;
        var observed = change.Moment.NotAfter;
        // Only what was looked at before can show what is new.
        var isKnown = !isLate && Row is { DeletedAt: null } row && row.Uid == change.Uid;
        Moment? look = isKnown ? Bounds(change.Moment, null, begins: false) : null;
        foreach (var attempt in observation.Attempts)
            last = IsForgotten(attempt, observation.Attempts, observed) ? null : Syncs.Record(attempt, observed, look, observation.State.Created);
        if (!isLate) Syncs.EndUnseen(observation.Attempts, Row is { } before ? Observed(before) : null, observed);
        var operation = observation.State.Operation;
        if (operation is null || last is null) return operation;
        var seen = observation.Attempts[^1];
        var isLast = (operation.Phase, operation.Kind, operation.Started, operation.Finished) == (seen.Phase, seen.Kind, seen.Started, seen.Finished);
        return isLast ? operation with { Started = last.Started, Finished = last.Finished } : operation;
    }

    /// <summary>
    /// Whether the ledger does not keep it, so that what retention removed does not come back with the next look. An operator may remember
    /// for years: of that the newest deployment is taken, which says what is deployed.
    /// </summary>
    private bool IsForgotten(SyncAttempt attempt, IReadOnlyList<SyncAttempt> all, DateTimeOffset observed)
    {
        if (attempt.Started.NotAfter >= observed - keep || attempt.Phase is SyncPhase.Running or SyncPhase.Terminating) return false;
        if (SyncKey.AllOf(attempt).Any(Syncs.Knows)) return false;
        var isDeployed = Stored?.DeploymentId is not null || Syncs.Entries.Any(entry => Deployments.Counts(entry.Attempt));
        return isDeployed || attempt != all.LastOrDefault(Deployments.Counts);
    }

    private void Look(ApplicationChange change, ApplicationState state, OperationStatus? operation)
    {
        if (Row is { DeletedAt: null } other && other.Uid != change.Uid) Row = End(other, Replaced(other, change, state));
        if (Row is { DeletedAt: null }) state = ComparedDeployment.Keep(state, Row, Sources);
        var begins = Row is not { DeletedAt: null };
        var bounds = Bounds(change.Moment, state.Created, begins);
        Sync.Add((long)state.Sync, bounds);
        Health.Add((long)state.Health, HealthMoment(change.Moment, state.HealthSince, bounds, begins));
        var next = ApplicationRow.From(id, change with { Observation = change.Observation! with { State = state } }, operation, Row) with
        {
            SyncSinceNotBefore = Sync.Last!.ChangedNotBefore,
            SyncSince = Sync.Last.ChangedAt,
            HealthSinceNotBefore = Health.Last!.ChangedNotBefore,
            HealthSince = Health.Last.ChangedAt,
        };
        if (Row is null || !ApplicationTable.AreSameLook(Row, next)) Row = next;
        Sources = SourceRow.From(state.Sources, Sources);
        Resources = StoredResources.Write(state.Resources.Items);
    }

    /// <summary>When what is new in a look happened, within what is known besides: the old state held when it was last recorded.</summary>
    private Moment Bounds(Moment moment, DateTimeOffset? created, bool begins)
    {
        if (moment.IsExact) return moment;
        // Nobody watched an object that was there before and is seen first now, so its creation is all that bounds it.
        if (begins) return Moment.Between(created ?? moment.NotBefore, moment.NotAfter);
        var observed = Observed(Row!);
        return Moment.Between(moment.NotBefore > observed ? moment.NotBefore : observed, moment.NotAfter);
    }

    /// <summary>The operator's own time of the change where it does not contradict what was seen; operators write whole seconds.</summary>
    private Moment HealthMoment(Moment moment, DateTimeOffset? since, Moment bounds, bool begins)
    {
        if (since is not { } time || time > bounds.NotAfter || time.ToUnixTimeMilliseconds() <= Health.Last?.ChangedAt) return bounds;
        var earliest = begins ? null : moment.IsExact ? Row!.ObservedAt : StoredMoment.Milliseconds(bounds.NotBefore);
        return earliest is null || time.ToUnixTimeSeconds() >= Math.Floor(earliest.Value / 1000d) ? Moment.Exactly(time) : bounds;
    }

    /// <summary>The object was deleted and another was made under its name: between the last look and the creation.</summary>
    private static Moment Replaced(ApplicationRow row, ApplicationChange change, ApplicationState state)
    {
        var (observed, created) = (Observed(row), state.Created ?? change.Moment.NotAfter);
        var ended = created > change.Moment.NotAfter ? change.Moment.NotAfter : created;
        return Moment.Between(observed, ended < observed ? observed : ended);
    }

    private static DateTimeOffset Observed(ApplicationRow row) => DateTimeOffset.FromUnixTimeMilliseconds(row.ObservedAt);

    private ApplicationRow End(ApplicationRow row, Moment moment)
    {
        var bounds = Bounds(moment, null, begins: false);
        Sync.Add(StateChangeRow.Gone, bounds);
        Health.Add(StateChangeRow.Gone, bounds);
        return row with
        {
            DeletedNotBefore = StoredMoment.Milliseconds(bounds.NotBefore),
            DeletedAt = bounds.NotAfter.ToUnixTimeMilliseconds(),
        };
    }

    private static StateChangeRow Last(long dimension, ApplicationRow row, long state, long? notBefore, long at) => row.DeletedAt is { } deleted
        ? new StateChangeRow { Dimension = dimension, State = StateChangeRow.Gone, ChangedNotBefore = row.DeletedNotBefore, ChangedAt = deleted }
        : new StateChangeRow { Dimension = dimension, State = state, ChangedNotBefore = notBefore, ChangedAt = at };
}
