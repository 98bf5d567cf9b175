using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Where logs go: always to stderr, because stdout belongs to the handshake, to answers and to people.</summary>
public static class Logging
{
    /// <summary>In the form that the options ask for.</summary>
    public static ILoggerFactory ForPeople(LoggingOptions options) => LoggerFactory.Create(logging =>
    {
        SetLevels(logging, options.Level);
        logging.Services.AddSingleton(TimeProvider.System);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddConsoleFormatter<TextLogFormatter, ConsoleFormatterOptions>();
        if (options.Format == LogLineFormat.Json) logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        else logging.AddConsole(console => console.FormatterName = TextLogFormatter.FormatterName);
    });

    /// <summary>In the form that Grafana reads.</summary>
    public static ILoggerFactory ForGrafana(LoggingOptions options) => LoggerFactory.Create(logging =>
    {
        SetLevels(logging, options.Level);
        logging.AddProvider(new HclogLoggerProvider(Console.OpenStandardError(), TimeProvider.System));
    });

    /// <summary>The web server speaks of each connection, and gRPC of each call that fails, at the information level, which nobody wants by default.</summary>
    private static void SetLevels(ILoggingBuilder logging, LogLevel level)
    {
        var webServer = level == LogLevel.Information ? LogLevel.Warning : level;
        logging.SetMinimumLevel(level).AddFilter("Microsoft", webServer).AddFilter("Grpc", webServer);
    }
}
