using System.CommandLine;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>query NAME</c>: the frame that Grafana would get, in the terminal. Each query's command is made from its own description.</summary>
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
            await RunAsync(request, options, output.Read(parsed), termination.Token);
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
        var links = await FindLinksAsync(await store.Opened.WaitAsync(cancellationToken), options, cancellationToken);
        using var queries = new QueryRunner(store, links, options.Queries, metrics, TimeProvider.System);
        var frames = await queries.RunAsync(request, cancellationToken);
        await output.WriteAsync([.. frames.Select(FrameRows.Of)], Console.Out);
        foreach (var notice in frames.SelectMany(frame => frame.Meta?.Notices ?? []).Distinct()) await Console.Error.WriteLineAsync(ForeignText.OneLine(notice.Text));
    }

    /// <summary>People ask without the configuration at hand, so a repository that only the store knows gets the links of its host.</summary>
    private static async Task<WebLinks> FindLinksAsync(Store store, ServiceOptions options, CancellationToken cancellationToken)
    {
        var configured = options.Git.Repositories;
        var rows = await store.Repositories.ReadAsync(cancellationToken);
        var stored = rows.Select(row => new RepositoryOptions { Name = row.State.Name, Url = row.State.Url });
        return ConfiguredLinks.Of(options, configured.Concat(stored).DistinctBy(repository => repository.Name));
    }
}
