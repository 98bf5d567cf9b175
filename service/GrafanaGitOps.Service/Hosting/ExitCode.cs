namespace GrafanaGitOps.Service.Hosting;

internal static class ExitCode
{
    public const int Success = 0;

    public const int Failure = 1;

    /// <summary>Wrong options or arguments: trying again will not help.</summary>
    public const int Usage = 2;
}
