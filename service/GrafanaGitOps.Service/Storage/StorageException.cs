namespace GrafanaGitOps.Service.Storage;

/// <summary>The database cannot be used; the message says which, why, and what to do.</summary>
public sealed class StorageException : Exception
{
    /// <inheritdoc cref="StorageException" />
    public StorageException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="StorageException" />
    public StorageException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
