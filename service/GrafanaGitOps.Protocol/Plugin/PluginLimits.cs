namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>How much one call may ask for. The size of a whole message is <see cref="Grpc.GrpcLimits.MaxReceiveMessageSize"/>.</summary>
internal static class PluginLimits
{
    /// <summary>Queries of one batch, far above what a panel or an alert rule holds; each of a larger batch is refused.</summary>
    public const int QueriesPerBatch = 100;

    /// <summary>Bytes of one query model; ours are some hundred bytes.</summary>
    public const int QueryJsonBytes = 256 * 1024;

    /// <summary>Nesting of a query model, as Grafana's own fields need; ours are flat.</summary>
    public const int QueryJsonDepth = 32;

    /// <summary>Entries of a list in a query; a variable with more chosen values should use "All".</summary>
    public const int ListEntries = 1000;

    /// <summary>Characters of a text in a query.</summary>
    public const int TextLength = 4096;

    /// <summary>Bytes of the body in one message of a resource's answer.</summary>
    public const int ResourcePartBytes = 1024 * 1024;

    /// <summary>Characters of an error that Grafana gets; the rest is cut.</summary>
    public const int ErrorLength = 4096;

    /// <summary>Characters of a wrong value that an error shows.</summary>
    public const int QuotedValueLength = 60;

    /// <summary>How long a stopping companion waits for calls under way.</summary>
    public static readonly TimeSpan CompanionDrainTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a spawned process waits for calls under way; go-plugin kills it 2 s after it asked for the shutdown.</summary>
    public static readonly TimeSpan SpawnedDrainTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Bytes of one log line: go-plugin reads a longer one in pieces and takes none of them for JSON.</summary>
    public const int LogLineBytes = 60 * 1024;

    /// <summary>Log lines that wait for a slow reader; the next one makes its caller wait.</summary>
    public const int QueuedLogLines = 1024;

    /// <summary>How long a caller waits for room among the log lines before its line is dropped (and counted).</summary>
    public static readonly TimeSpan LogWait = TimeSpan.FromSeconds(1);

    /// <summary>How long a stopping process waits until its last log lines are read.</summary>
    public static readonly TimeSpan LogFlush = TimeSpan.FromSeconds(5);
}
