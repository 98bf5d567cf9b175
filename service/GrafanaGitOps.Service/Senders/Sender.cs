using System.Text.Json;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Senders;

/// <summary>A kind of program that pushes to us: how its deliveries are verified and told apart, and what they mean.</summary>
/// <param name="Name">What the configuration calls it.</param>
public sealed record Sender(string Name)
{
    /// <summary>What is wrong with the signature or token, and what to do, without any secret; null when the delivery is the sender's.</summary>
    public required Func<HookRequest, byte[], string?> FindProblem { get; init; }

    /// <summary>The sender's own name for the event; null when the header that says it is missing.</summary>
    public required Func<HookRequest, string?> Event { get; init; }

    /// <summary>What the sender calls this delivery and each repetition of it; null when it has no name for it, so that the content tells.</summary>
    public required Func<HookRequest, string?> DeliveryId { get; init; }

    /// <summary>Reads what it says; may throw for what cannot be read.</summary>
    public required Func<TakenHook, Meaning> Read { get; init; }

    /// <summary>What a delivery says.</summary>
    /// <exception cref="UnreadableHookException">It is not what the sender documents.</exception>
    public Meaning Understand(TakenHook hook)
    {
        try
        {
            return Read(hook);
        }
#pragma warning disable CA1031 // Whatever the content made of the reader, it would again.
        catch (Exception exception) when (exception is not UnreadableHookException)
#pragma warning restore CA1031
        {
            var where = exception is JsonException { Path: { Length: > 0 } path } ? $" at {ForeignText.Line(path)}" : "";
            throw new UnreadableHookException($"The payload cannot be read{where}: it is not what {Name} sends.", exception);
        }
    }
}

/// <summary>A payload that is not what its sender documents; trying again will not help.</summary>
public sealed class UnreadableHookException(string message, Exception? cause = null) : Exception(message, cause);
