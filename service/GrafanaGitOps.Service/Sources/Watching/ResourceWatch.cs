using System.Runtime.CompilerServices;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>One kind of one cluster, how it is doing, and how much of what it told is recorded.</summary>
internal abstract class ResourceWatch
{
    private long _handled;
    private long _recorded;
    private volatile string? _obstacle;

    public abstract WatchedKind Kind { get; }

    /// <summary>Changes that the watcher has handed out, those under way included.</summary>
    public abstract long Count { get; }

    /// <summary>Changes that are durable.</summary>
    public long Recorded => Interlocked.Read(ref _recorded);

    /// <summary>How each namespace (or all at once) is doing. Read before <see cref="Count"/>: then each change of which it speaks is counted.</summary>
    public IReadOnlyList<WatchState> States => _obstacle is not { } obstacle ? WatcherStates
        : [.. WatcherStates.Select(state => state with { Phase = WatchPhase.Failing, LastError = obstacle })];

    /// <summary>Whether everything that is there was told and dealt with once, or will not be told because the right is missing.</summary>
    public bool IsSettled =>
        States.All(state => state.SyncedAt is not null || state.Phase == WatchPhase.Forbidden) && Interlocked.Read(ref _handled) >= Count;

    protected abstract IReadOnlyList<WatchState> WatcherStates { get; }

    /// <inheritdoc cref="ResourceWatcher{T}.Expect"/>
    public virtual void Expect(string @namespace)
    {
    }

    /// <summary>Says why this watch cannot begin; null when it can.</summary>
    public void Obstruct(string? obstacle) => _obstacle = obstacle;

    /// <summary>One more change is durable. Changes are confirmed in their order.</summary>
    public void Confirm() => Interlocked.Increment(ref _recorded);

    protected void Handled() => Interlocked.Increment(ref _handled);
}

/// <inheritdoc cref="ResourceWatch"/>
internal sealed class ResourceWatch<T>(WatchedKind kind, ResourceWatcher<T> watcher, WatchBaseline? baseline) : ResourceWatch
{
    public override WatchedKind Kind => kind;

    public override long Count => watcher.Count;

    protected override IReadOnlyList<WatchState> WatcherStates => watcher.States;

    public override void Expect(string @namespace) => watcher.Expect(@namespace);

    /// <summary>The changes, until cancelled. To be called once.</summary>
    public async IAsyncEnumerable<ResourceChange<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in watcher.RunAsync(cancellationToken))
        {
            yield return change;
            Handled();
        }
    }

    /// <summary>When it happened, as far as is known: what was found at the start happened since the last run, or whenever.</summary>
    public Moment MomentOf(ResourceChange<T> change)
    {
        if (change.NotBefore is { } bound) return Moment.Between(bound == WatchGap.Unknown ? null : bound, change.ObservedAt);
        return change.Kind == ResourceChangeKind.Listed
            ? Moment.Between(baseline?.LastAliveIn(change.Key.Namespace), change.ObservedAt)
            : Moment.Exactly(change.ObservedAt);
    }

    /// <summary>The end of an application.</summary>
    public ApplicationChange Deletion(ResourceChange<T> change, ApplicationId application) =>
        new() { Application = application, Uid = change.Key.Uid, Moment = MomentOf(change) };
}
