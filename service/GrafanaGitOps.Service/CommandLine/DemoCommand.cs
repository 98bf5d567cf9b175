using System.CommandLine;
using System.Globalization;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Demo;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>demo</c>: the companion, watching clusters and repositories that play a story.</summary>
internal sealed class DemoCommand
{
    private const double MostSpeed = 1000;

    private readonly SettingOptions _settings;
    private readonly Func<ServiceRun, Task> _serve;

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Another seed, other commits; default 7",
        DefaultValueFactory = _ => 7,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "How many times as fast the story goes on; default 1",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _address = new("--demo-address")
    {
        Description = "Where the demo's clusters and metrics are served; default 127.0.0.1:8081",
        DefaultValueFactory = _ => "127.0.0.1:8081",
    };

    private DemoCommand(SettingOptions settings, Func<ServiceRun, Task> serve) => (_settings, _serve) = (settings, serve);

    public static Command Create(SettingOptions settings, Func<ServiceRun, Task> serve)
    {
        var demo = new DemoCommand(settings, serve);
        var command = new Command(
            "demo", "Serve a story: repositories, clusters with Argo CD and Flux, thirty days of history, and metrics");
        foreach (var option in settings.Addresses) command.Add(option);
        command.Add(demo._seed);
        command.Add(demo._speed);
        command.Add(demo._address);
        command.SetAction(async (parsed, _) =>
        {
            await demo.RunAsync(parsed);
            return ExitCode.Success;
        });
        return command;
    }

    private async Task RunAsync(ParseResult parsed)
    {
        var (plan, logging) = Read(parsed);
        using var loggers = Logging.ForPeople(logging);
        using var termination = Termination.OnSignal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(termination.Token);
        await using var demo = await DemoRun.PrepareAsync(plan, loggers, TimeProvider.System, stop.Token);
        var options = _settings.Load(parsed, demo.ConfigurationFile, new ServiceOptions { DataDirectory = plan.Folder });
        await demo.SeedAsync(options.Storage, options.Sources, loggers, stop.Token);
        demo.Begin();
        void Announce(ServiceAddresses addresses) => Console.Out.Write(About(demo) + Banner.Text(options, addresses));
        var serving = _serve(new ServiceRun(options, Spawned: false, loggers, Announce, stop.Token));
        await Task.WhenAny(serving, demo.Completion);
        await stop.CancelAsync();
        await serving;
        if (demo.Completion.IsFaulted) await demo.Completion;
    }

    private (DemoOptions Plan, LoggingOptions Logging) Read(ParseResult parsed)
    {
        List<string> errors = [];
        if (_settings.NamesFile(parsed))
            errors.Add("--config cannot be given to demo, which makes its own configuration; settings in the environment count.");
        var speed = parsed.GetValue(_speed);
        if (!(speed > 0 && speed <= MostSpeed))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"--speed must be more than 0 and at most {MostSpeed}."));
        if (!ListenAddress.TryParse(parsed.GetValue(_address)!, out var address, out var error)) errors.Add($"--demo-address {error}");
        if (errors.Count > 0) throw new ConfigurationException(errors);
        // Only for the folder and the log: the rest is read again with what the demo adds.
        var options = _settings.Load(parsed, "", new ServiceOptions { DataDirectory = "gitops-demo" });
        return (new DemoOptions(options.DataDirectory, parsed.GetValue(_seed), speed, address!), options.Logging);
    }

    private static string About(DemoRun demo) => $"""
        The demo's story began at {demo.Start:yyyy-MM-dd HH:mm:ss} UTC.

          Shop      http://{demo.Address}/metrics/shop (also /metrics/argocd, /metrics/flux, and /metrics/history for promtool)
          Ask       gitops query sync_status --config {demo.ConfigurationFile}


        """;
}
