using System.Text;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>One who may push, as configured.</summary>
internal sealed class Receiver(ReceiverOptions options, int perSecond, TimeProvider timeProvider)
{
    /// <summary>Characters of a delivery's name; what is longer is named by its content.</summary>
    private const int LongestId = 200;

    /// <summary>Characters of an event's name; longer ones are cut.</summary>
    private const int LongestEvent = 100;

    public string Name => options.Name;

    public Sender Sender { get; } = SenderTable.Find(options.Sender)!;

    public string? Cluster => options.Cluster;

    public RateWindow Rate { get; } = new(perSecond, timeProvider);

    /// <summary>What is wrong with the proof; null when nothing is, or when none is demanded.</summary>
    public string? FindProblem(HookRequest request) => options.HasSecret ? Sender.FindProblem(request, ReadSecret()) : null;

    /// <summary>What is to be kept of it; null when it does not say which event it is.</summary>
    public NewDelivery? Delivery(HookRequest request, byte[] body)
    {
        if (Sender.Event(request) is not { } name) return null;
        var id = Sender.DeliveryId(request) is { Length: <= LongestId } given ? given : request.ContentId();
        return new NewDelivery(Name, id, name.Length > LongestEvent ? name[..LongestEvent] : name, timeProvider.GetUtcNow(), body);
    }

    /// <summary>Read each time, so that it may rotate.</summary>
    private byte[] ReadSecret()
    {
        var secret = options.SecretFile is { } file ? File.ReadAllText(file)
            : options.SecretEnv is { } name ? Environment.GetEnvironmentVariable(name)
            : options.Secret;
        if (string.IsNullOrWhiteSpace(secret)) throw new IOException("The secret is empty.");
        return Encoding.UTF8.GetBytes(secret.Trim());
    }
}
