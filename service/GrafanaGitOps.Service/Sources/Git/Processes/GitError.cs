using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>Says in one sentence why git failed and what to do.</summary>
internal static class GitError
{
    // The first that git's words contain; the more telling ones stand first.
    private static readonly (string Words, string Remedy)[] Remedies =
    [
        ("dubious ownership", "the folder belongs to another user: give it to the user that runs this service"),
        ("Host key verification failed", "the host's key is unknown or has changed: see credentials.sshKnownHostsFile"),
        ("Permission denied (", "the host refused the key: see credentials.sshKeyFile"),
        ("Load key", "the key cannot be read: see credentials.sshKeyFile, which must be a private key without passphrase that only its owner can read"),
        ("could not read Username", "the remote asks for credentials, and none are configured: see credentials"),
        ("could not read Password", "the remote asks for credentials, and none are configured: see credentials"),
        ("Authentication failed", "the remote refused the credentials: see credentials"),
        ("returned error: 401", "the remote refused the credentials: see credentials"),
        ("returned error: 403", "the remote denies access: see what the token may read"),
        ("Could not resolve host", "the host's name is unknown: see the URL and the name service"),
        ("Name or service not known", "the host's name is unknown: see the URL and the name service"),
        ("SSL certificate", "the host's certificate is not trusted: add its authority to the machine's, or to SSL_CERT_FILE"),
        ("transport '", "the remote wants another protocol than its URL names: see the URL"),
        ("No space left on device", "the disk of the data directory is full"),
        ("not found", "there is no such repository, or the credentials may not see it: see the URL and the credentials"),
        ("invalid gitfile", "there is no repository: see the URL"),
        ("does not appear to be a git repository", "there is no repository: see the URL"),
        ("unable to connect", "the host does not answer: see the URL and the network"),
        ("Failed to connect", "the host does not answer: see the URL and the network"),
        ("Connection refused", "the host does not answer: see the URL and the network"),
        ("timed out", "the host does not answer: see the URL and the network"),
        ("bad object", "the local clone is damaged: remove its folder, it will be fetched again"),
        ("is corrupt", "the local clone is damaged: remove its folder, it will be fetched again"),
    ];

    public static string Explain(string verb, int exitCode, string error)
    {
        var remedy = Array.Find(Remedies, remedy => error.Contains(remedy.Words, StringComparison.OrdinalIgnoreCase)).Remedy;
        return $"git {verb} failed{(remedy is null ? "" : $": {remedy}")} ({Quote(exitCode, error)}).";
    }

    private static string Quote(int exitCode, string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var telling = lines.Where(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)
            || line.Contains("ermission denied", StringComparison.Ordinal) || line.Contains("verification failed", StringComparison.Ordinal)).ToList();
        var text = string.Join("; ", telling.Count > 0 ? telling : lines.TakeLast(3));
        if (text.Length == 0) return $"exit code {exitCode}";
        return ForeignText.Line(text, ForeignText.MessageLength);
    }
}
