using System.CommandLine;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>query NAME</c>: the frame that Grafana would get, in the terminal. One command a query, made from the query's own description.</summary>
internal static class QueryCommand
{
    public static Command Create(SettingOptions settings)
    {
        var command = new Command("query", "Print the answer of a query from the store");
        foreach (var definition in QueryTable.All) command.Add(Create(definition, settings));
        return command;
    }

    private static Command Create(QueryDefinition definition, SettingOptions settings)
    {
        var command = new Command(definition.Name, definition.Help);
        var arguments = new QueryArguments(definition, command);
        var output = new OutputOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var options = settings.Load(parsed);
            var request = arguments.Read(parsed, options.Queries, TimeProvider.System.GetUtcNow());
            using var termination = Termination.OnSignal();
            await RunAsync(request, options, output.Read(parsed), termination.Token).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task RunAsync(QueryRequest request, ServiceOptions options, OutputChoice output, CancellationToken cancellationToken)
    {
        // What a person asked for is the output; the log only interrupts it for warnings.
        options.Logging.Level = (LogLevel)Math.Max((int)options.Logging.Level, (int)LogLevel.Warning);
        options.Queries.CacheSize = default;
        using var loggers = Logging.ForPeople(options.Logging);
        await using var store = StoreAccess.Open(options.Storage, retry: false, loggers, TimeProvider.System);
        using var metrics = new ServiceMetrics();
        using var queries = new QueryRunner(store, RepositoryWebLinks.Of(options.Git), options.Queries, metrics, TimeProvider.System);
        await store.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var frame = await queries.RunAsync(request, cancellationToken).ConfigureAwait(false);

        var rows = FrameRows.Of(frame);
        await output.WriteAsync(rows, Console.Out).ConfigureAwait(false);
        foreach (var notice in frame.Meta?.Notices ?? []) await Console.Error.WriteLineAsync(TerminalText.Safe(notice.Text)).ConfigureAwait(false);
    }
}
