namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>Reads the story as time goes on.</summary>
internal sealed class StoryReader(IEnumerable<StoryEvent> events) : IDisposable
{
    private readonly IEnumerator<StoryEvent> _events = events.GetEnumerator();
    private bool _isWaiting;

    /// <summary>The next event, if it has happened by then.</summary>
    public StoryEvent? Next(TimeSpan until)
    {
        _isWaiting = _isWaiting || _events.MoveNext();
        if (!_isWaiting || _events.Current.At > until) return null;
        _isWaiting = false;
        return _events.Current;
    }

    public void Dispose() => _events.Dispose();
}
