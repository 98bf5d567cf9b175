using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>What is done about what deliveries say. What throws is tried again, so doing it twice must do no harm.</summary>
/// <param name="Fetch">Lets the repository that was pushed to be fetched now.</param>
/// <param name="Look">Lets what an operator tells of an object be seen now.</param>
public sealed record HookActions(
    Func<BranchPush, HookOutcome> Fetch, Func<OperatorEvent, CancellationToken, Task<HookOutcome>> Look)
{
    /// <summary>Those of the configured repositories and of the clusters that are watched.</summary>
    internal static HookActions Of(GitOptions git, SourceRunner sources) => new(
        new PushFetch(git, sources.RequestFetch).Fetch,
        (told, _) => Task.FromResult(sources.ExpectChange(told.Cluster, told.Kind, told.Namespace) is { } obstacle
            ? HookOutcome.Ignored(obstacle)
            : HookOutcome.Done($"Expects {told.Kind} {told.Namespace}/{told.Name} of {told.Cluster} to change: {told.Reason ?? "no reason"}.")));

    internal Task<HookOutcome> ActAsync(Meaning meaning, CancellationToken cancellationToken) => meaning switch
    {
        BranchPush push => Task.FromResult(Fetch(push)),
        OperatorEvent told => Look(told, cancellationToken),
        NotUsed { Why: var why } => Task.FromResult(HookOutcome.Ignored(why)),
        _ => throw new InvalidOperationException($"Nothing is done about a {meaning.GetType().Name}."),
    };
}

/// <summary>What a delivery led to.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Text">What was done, or why nothing was; for people.</param>
public readonly record struct HookOutcome(InboxState State, string Text)
{
    /// <summary>Something was done.</summary>
    public static HookOutcome Done(string text) => new(InboxState.Done, text);

    /// <summary>It is of no use here.</summary>
    public static HookOutcome Ignored(string text) => new(InboxState.Ignored, text);
}
