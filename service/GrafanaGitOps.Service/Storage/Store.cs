using GrafanaGitOps.Service.Storage.Activities;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Delivery;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Storage.Operators;
using GrafanaGitOps.Service.Storage.Repositories;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The ledger: a store for each subject, over one database. What a store wrote is durable; writing the same thing again changes nothing.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly ApplicationCache _cache = new();

    private Store(Database database, RetentionOptions retention, ILogger logger)
    {
        Database = database;
        Repositories = new RepositoryStore(database);
        Commits = new CommitStore(database, _cache, logger);
        Applications = new ApplicationStore(database, _cache, retention, logger);
        Syncs = new SyncStore(database, _cache);
        Delivery = new DeliveryStore(database);
        Operators = new OperatorStore(database);
        Inbox = new InboxStore(database);
        Activities = new ActivityStore(database);
    }

    /// <summary>What all of them stand on.</summary>
    public Database Database { get; }

    /// <summary>Which repositories there are, and how reading them goes.</summary>
    public RepositoryStore Repositories { get; }

    /// <summary>Commits, their paths, and the branches that reach them.</summary>
    public CommitStore Commits { get; }

    /// <summary>Applications as they are now.</summary>
    public ApplicationStore Applications { get; }

    /// <summary>What happened to applications: sync attempts, deployments, changes of state.</summary>
    public SyncStore Syncs { get; }

    /// <summary>Which commits applications wait for, and which ones deployments brought.</summary>
    public DeliveryStore Delivery { get; }

    /// <summary>How operators and the watching of their objects do.</summary>
    public OperatorStore Operators { get; }

    /// <summary>What is pushed to us.</summary>
    public InboxStore Inbox { get; }

    /// <summary>What happened, as sources tell it.</summary>
    public ActivityStore Activities { get; }

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The database cannot be opened, or is newer than this program.</exception>
    public static async Task<Store> OpenAsync(StorageOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger<Store>();
        return new Store(await Database.OpenAsync(options, logger, cancellationToken), options.Retention, logger);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _cache.Dispose();
    }
}
