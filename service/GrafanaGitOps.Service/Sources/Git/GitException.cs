namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Why a repository could not be read; the message says what to do and holds no secrets.</summary>
public sealed class GitException : Exception
{
    public GitException(string message)
        : base(message)
    {
    }
}
