using System.Diagnostics.Metrics;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>What the inbox counts of itself. How much waits, is read from the store with its other figures.</summary>
public sealed class InboxMetrics(Meter meter)
{
    private readonly Counter<long> _deliveries = meter.CreateCounter<long>(
        "gitops.inbox.deliveries", description: "What was pushed to us, by receiver and by what became of it at the door.");

    private readonly Counter<long> _processed = meter.CreateCounter<long>(
        "gitops.inbox.processed", description: "Deliveries that were processed, by receiver and by what came of them.");

    /// <summary>Counts an answer.</summary>
    /// <param name="source">A receiver's name, or unknown.</param>
    /// <param name="outcome">One of a few words.</param>
    public void CountDelivery(string source, string outcome) => _deliveries.Add(1, new("source", source), new("outcome", outcome));

    /// <summary>Counts an end.</summary>
    public void CountProcessed(string source, string outcome) => _processed.Add(1, new("source", source), new("outcome", outcome));
}
