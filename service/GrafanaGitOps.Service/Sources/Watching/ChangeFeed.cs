using System.Text.Json;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Turns what lists and watches bring into changes, each once.</summary>
internal sealed class ChangeFeed<T>
{
    private readonly ObjectParser<T> _parser;
    private readonly ChangeWriter<T> _changes;
    private readonly WatchHealth _health;
    private readonly TimeProvider _timeProvider;
    private readonly string _namespace;
    private readonly KnownObjects _known = new();
    private readonly WatchGap _gap;
    private bool _hasBaseline;
    private bool _isListComplete;

    public ChangeFeed(
        ObjectParser<T> parser, ChangeWriter<T> changes, WatchHealth health, TimeProvider timeProvider, string? @namespace, ResourceWatcherOptions options)
    {
        _parser = parser;
        _changes = changes;
        _health = health;
        _timeProvider = timeProvider;
        _namespace = @namespace ?? "";
        var lastAlive = options.Baseline is { } known ? known.LastAliveIn(@namespace) ?? WatchGap.Unknown : (DateTimeOffset?)null;
        _gap = new WatchGap(options.Timings, lastAlive, timeProvider);
        if (options.Baseline is not { } baseline) return;
        foreach (var one in baseline.Objects.Where(one => @namespace is null || one.Namespace == @namespace)) _known.Restore(one);
        _hasBaseline = true;
    }

    public DateTimeOffset? LastAlive => _gap.LastAlive == WatchGap.Unknown ? null : _gap.LastAlive;

    public int Count => _known.Count;

    public void BeginList()
    {
        _known.BeginList();
        _gap.BeginList();
        _isListComplete = true;
    }

    public async ValueTask ListedAsync(RawObject item, CancellationToken cancellationToken)
    {
        // Without its name nobody knows which object is still there, so this list cannot tell what is gone.
        if (item.Meta is null) _isListComplete = false;
        await ObserveAsync(item, _hasBaseline ? ResourceChangeKind.Added : ResourceChangeKind.Listed, cancellationToken);
    }

    public async ValueTask EndListAsync(CancellationToken cancellationToken)
    {
        if (_isListComplete)
        {
            foreach (var gone in _known.EndList()) await EmitAsync(ResourceChangeKind.Deleted, gone, default, cancellationToken);
        }

        _hasBaseline = true;
        _gap.EndList();
        await EmitAsync(ResourceChangeKind.Synced, new ObjectVersion(_namespace, "", "", ""), default, cancellationToken);
    }

    /// <summary>The kind is not served, so none of its objects is there.</summary>
    public async ValueTask MissingAsync(CancellationToken cancellationToken)
    {
        var isNews = !_hasBaseline || _known.Count > 0;
        BeginList();
        if (isNews) await EndListAsync(cancellationToken);
        else _gap.EndList();
    }

    public void BeginWatch() => _gap.BeginWatch();

    /// <summary>The server has ended the watch in good order.</summary>
    public void EndWatch() => _gap.EndWatch();

    /// <summary>The watch is over, in whatever way.</summary>
    public void BreakOff() => _gap.BreakOff();

    public async ValueTask WatchedAsync(WatchEvent change, CancellationToken cancellationToken)
    {
        _gap.Hear();
        switch (change.Type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                await ObserveAsync(change.Object, ResourceChangeKind.Added, cancellationToken);
                break;
            case WatchEventType.Deleted when change.Object.Meta is { } meta && _known.Remove(meta.Namespace, meta.Name) is { } gone:
                await EmitAsync(ResourceChangeKind.Deleted, gone with { ResourceVersion = meta.ResourceVersion }, Parse(change.Object).Value, cancellationToken);
                break;
            case WatchEventType.Bookmark:
                _gap.Close();
                break;
        }

        _gap.Handled();
    }

    private async ValueTask ObserveAsync(RawObject item, ResourceChangeKind kindIfNew, CancellationToken cancellationToken)
    {
        if (item.Meta is not { Uid.Length: > 0 } meta)
        {
            if (item.Meta is { } partial) _known.Compare(partial);
            _health.Reject(item.Meta, $"is larger than {KubernetesLimits.MaxObjectBytes} bytes or has no metadata");
            return;
        }

        var comparison = _known.Compare(meta);
        if (comparison == Comparison.Same) return;
        if (comparison == Comparison.Replaced && _known.Remove(meta.Namespace, meta.Name) is { } old)
            await EmitAsync(ResourceChangeKind.Deleted, old, default, cancellationToken);

        var (isParsed, value) = Parse(item);
        _known.Set(meta, isParsed);
        if (!isParsed) return;
        var kind = comparison switch
        {
            Comparison.Changed => ResourceChangeKind.Modified,
            Comparison.Unchanged => ResourceChangeKind.Listed,
            Comparison.Replaced => ResourceChangeKind.Added,
            _ => kindIfNew,
        };
        await EmitAsync(kind, meta, value, cancellationToken);
    }

    private (bool IsParsed, T? Value) Parse(in RawObject item)
    {
        if (item.IsTruncated)
        {
            _health.Reject(item.Meta, $"is larger than {KubernetesLimits.MaxObjectBytes} bytes");
            return (false, default);
        }

        try
        {
            var reader = new Utf8JsonReader(item.Json.Span, JsonLimits.Options);
            return (true, _parser(ref reader));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the parser throws, one object must not end the watching of the others.
            _health.Reject(item.Meta, $"cannot be read: {ForeignText.Line(exception.Message, ForeignText.MessageLength)}");
            return (false, default);
        }
    }

    private async ValueTask EmitAsync(ResourceChangeKind kind, ObjectVersion key, T? value, CancellationToken cancellationToken)
    {
        var notBefore = kind is ResourceChangeKind.Listed or ResourceChangeKind.Synced ? null : _gap.NotBefore;
        var now = _timeProvider.GetUtcNow();
        var writing = _changes.WriteAsync(new ResourceChange<T>(kind, key, value, now, notBefore), cancellationToken);
        if (writing.IsCompletedSuccessfully) return;
        await writing;
        _gap.Stall(now);
    }
}
