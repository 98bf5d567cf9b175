using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Delivery;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Sources.Git;
using Microsoft.Extensions.Time.Testing;
using static GrafanaGitOps.Service.Tests.Storage.Looks;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Delivery;

/// <summary>Real repositories, a real store, and the tracker between them.</summary>
internal sealed class DeliveryBench : IAsyncDisposable
{
    private readonly Meter _meter = new("test");
    private readonly Dictionary<string, (DeliveryApp App, List<SyncAttempt> Attempts)> _applications = [];
    private double _minute;

    private DeliveryBench(Workbench git) => Git = git;

    public Workbench Git { get; }

    public Store Store => Git.Store;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public DeliveryTracker Tracker { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DeliveryBench> CreateAsync(StorageOptions? storage = null)
    {
        var bench = new DeliveryBench(await Workbench.CreateAsync(storage: storage));
        bench.Restart();
        return bench;
    }

    /// <summary>A tracker that remembers nothing but what is recorded.</summary>
    public void Restart()
    {
        Tracker?.Dispose();
        var logger = Git.Logs.CreateLogger("Delivery");
        Tracker = new DeliveryTracker(Store, Git.Options, Git.DataDirectory, new DeliveryMetrics(_meter), Time, logger);
    }

    /// <summary>A repository that is configured; <see cref="FetchAsync"/> indexes it.</summary>
    public WorkRepository NewRepository(string name = "origin", params string[] branches)
    {
        var repository = Git.NewRepository(name);
        Git.Options.Repositories.Add(new RepositoryOptions { Url = repository.Folder, Branches = [.. branches] });
        return repository;
    }

    /// <summary>Fetches and indexes every configured repository.</summary>
    public async Task FetchAsync()
    {
        foreach (var repository in Git.Options.Repositories) (await Git.CollectAsync(repository)).Error.Should().BeNull();
    }

    /// <summary>Looks until nothing is left.</summary>
    public async Task RunAsync()
    {
        while (await Tracker.RunAsync(Cancellation)) Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The application as it is now, with the syncs that it had so far.</summary>
    public async Task PutAsync(DeliveryApp app)
    {
        var attempts = _applications.TryGetValue(app.Name, out var known) ? known.Attempts : [];
        _applications[app.Name] = (app, attempts);
        await RecordAsync(app, attempts);
    }

    /// <summary>A look at an object as its mapper reads it.</summary>
    public async Task LookAsync(OperatorObservation observation)
    {
        var look = new ApplicationChange
        {
            Application = observation.State.Id,
            Uid = observation.State.Uid,
            Environment = Production,
            Moment = Moment.Exactly(At(_minute += 1)),
            Observation = observation,
        };
        (await Store.Applications.RecordAsync([look], Cancellation)).Rejected.Should().BeEmpty();
    }

    /// <summary>A sync that deployed these revisions, one a source, which are the deployed ones then.</summary>
    public async Task DeployAsync(string name, params string[] revisions)
    {
        var (app, attempts) = _applications[name];
        var sources = app.Sources.Zip(revisions, (source, revision) => source with { Deployed = RevisionRef.Parse(revision) }).ToArray();
        var minute = _minute += 1;
        attempts.Add(new SyncAttempt
        {
            Application = app.Id,
            Key = $"{name}/{minute}",
            Started = Moment.Exactly(At(minute)),
            Finished = Moment.Exactly(At(minute)),
            Phase = SyncPhase.Succeeded,
            Kind = SyncKind.Full,
            Complete = true,
            Sources = [.. sources.Select(Synced)],
            SeenIn = SeenIn.History,
        });
        _applications[name] = (app with { Sources = sources }, attempts);
        await RecordAsync(app with { Sources = sources }, attempts);
    }

    public Task DeleteAsync(string name)
    {
        var (id, moment) = (_applications[name].App.Id, Moment.Exactly(At(_minute += 1)));
        return Store.Applications.RecordAsync([new ApplicationChange { Application = id, Uid = name, Moment = moment }], Cancellation);
    }

    /// <summary>All that was found, as text.</summary>
    public Task<string> DumpAsync() => DeliveryDump.ReadAsync(Store);

    public async ValueTask DisposeAsync()
    {
        Tracker.Dispose();
        await Git.DisposeAsync();
        _meter.Dispose();
    }

    private static SyncedSource Synced(ApplicationSource source) =>
        new(source.RepoUrl, source.Path, source.Chart, source.TargetRevision, source.Deployed, source.DeployedOrigin);

    private async Task RecordAsync(DeliveryApp app, List<SyncAttempt> attempts)
    {
        var look = new ApplicationChange
        {
            Application = app.Id,
            Uid = app.Name,
            Environment = Production,
            Moment = Moment.Exactly(At(_minute += 1)),
            Observation = new OperatorObservation(
                new ApplicationState
                {
                    Id = app.Id,
                    Uid = app.Name,
                    ResourceVersion = $"{_minute}",
                    Destination = new Destination(null, null, null),
                    Annotations = app.Annotations,
                    Hydrator = app.Hydrator,
                    Sources = app.Sources,
                },
                [.. attempts]),
        };
        (await Store.Applications.RecordAsync([look], Cancellation)).Rejected.Should().BeEmpty();
    }
}

/// <summary>What of an application matters here.</summary>
internal sealed record DeliveryApp(string Name, params ApplicationSource[] Sources)
{
    public string Operator { get; init; } = OperatorNames.ArgoCd;

    public string Kind { get; init; } = "Application";

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public HydratorState? Hydrator { get; init; }

    public ApplicationId Id => new("hub", Operator, Kind, "apps", Name);
}
