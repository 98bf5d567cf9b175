namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// Room for the texts that a table made of an application, so that the next answer copies them. An application that changed gets new room.
/// </summary>
internal sealed class KeptTexts
{
    private object? _owner;
    private byte[]? _texts;

    /// <summary>What was kept for this owner; null when nothing was.</summary>
    public byte[]? Find(object owner) => ReferenceEquals(_owner, owner) ? Volatile.Read(ref _texts) : null;

    /// <summary>Keeps texts for the first owner that comes; there is no room for another's.</summary>
    /// <param name="owner">What the texts follow from besides the application.</param>
    /// <param name="texts">Must not change any more.</param>
    public void Keep(object owner, byte[] texts)
    {
        if ((Interlocked.CompareExchange(ref _owner, owner, null) ?? owner) == owner) Volatile.Write(ref _texts, texts);
    }
}
