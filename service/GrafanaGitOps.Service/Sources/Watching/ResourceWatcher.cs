using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>
/// Watches one kind of object on one cluster for as long as it runs: lists, watches, and after every interruption compares and goes on,
/// so that no change that stayed visible is lost and none is invented. A kind that is missing, forbidden or failing is retried, never given up.
/// </summary>
public sealed class ResourceWatcher<T>
{
    private readonly Channel<ResourceChange<T>> _changes;
    private readonly ChangeWriter<T> _writer;
    private readonly List<ScopeWatcher<T>> _scopes;

    public ResourceWatcher(
        ClusterClient client, ResourceDefinition resource, ObjectParser<T> parser, ResourceWatcherOptions options, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        _changes = Channel.CreateBounded<ResourceChange<T>>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _writer = new ChangeWriter<T>(_changes.Writer);
        var logger = loggerFactory.CreateLogger("GrafanaGitOps.Kubernetes");
        List<string?> namespaces = [.. options.Namespaces];
        if (namespaces.Count == 0) namespaces.Add(null);
        _scopes = [.. namespaces.Distinct(StringComparer.Ordinal).Select(name =>
            new ScopeWatcher<T>(client, resource, name, parser, options, _writer, logger, timeProvider))];
    }

    /// <summary>How each namespace (or all at once) is doing, at any time.</summary>
    public IReadOnlyList<WatchState> States => [.. _scopes.Select(scope => scope.State)];

    /// <summary>
    /// How many changes there have been. Read after <see cref="States"/>, it counts all that the states speak of: who has dealt with so many may believe them.
    /// </summary>
    public long Count => _writer.Count;

    /// <summary>Somebody says that an object in this namespace changed: a watch that stays silent about it is opened anew.</summary>
    public void Expect(string @namespace) => _scopes.ForEach(scope => scope.Expect(@namespace));

    /// <summary>The changes, until cancelled. To be called once.</summary>
    public async IAsyncEnumerable<ResourceChange<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.WhenAll(_scopes.Select(scope => Task.Run(() => RunAsync(scope, stop.Token), CancellationToken.None)));
        try
        {
            await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken)) yield return change;
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    private async Task RunAsync(ScopeWatcher<T> scope, CancellationToken cancellationToken)
    {
        try
        {
            await scope.RunAsync(cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The reader has left, whatever else went wrong at that moment.
        }
        catch (Exception exception)
        {
            // A mistake of ours: what a cluster does wrong is retried. Whoever reads the changes has to know.
            _writer.Fail(exception);
        }
    }
}
