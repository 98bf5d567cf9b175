namespace GrafanaGitOps.Service.Configuration;

/// <summary>What is logged, and how. Logs go to stderr; when Grafana started the process they are always in the form that Grafana reads.</summary>
public sealed class LoggingOptions
{
    /// <summary>How a line looks. Default text.</summary>
    public LogLineFormat Format { get; set; } = LogLineFormat.Text;

    /// <summary>The least level that is logged: trace, debug, information, warning, error, critical or none. Default information.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;
}

/// <summary>How a line of the log looks.</summary>
public enum LogLineFormat
{
    /// <summary>For people: time, level, category, message.</summary>
    Text,

    /// <summary>For machines: one JSON object a line.</summary>
    Json,
}
