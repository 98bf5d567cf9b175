namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>
/// What two URLs of one repository have in common, whether they are for https, ssh or <c>user@host:path</c>, with or without <c>.git</c>,
/// user and password. A port of ssh says nothing about the port of the web.
/// </summary>
/// <param name="Exact">Host, port where it is not the usual one of http and https, and path.</param>
/// <param name="Loose">Host and path in lower case: many hosts take any case, and the web may be at another port than ssh.</param>
internal sealed record RepositoryAddress(string Exact, string Loose)
{
    private const string AzureSuffix = ".visualstudio.com";

    // Names of hosts under which their repositories are reached by ssh where port 22 is closed.
    private static readonly string[] SshPrefixes = ["ssh.", "altssh.", "vs-ssh."];

    /// <summary>Null for what is no URL of a repository.</summary>
    public static RepositoryAddress? Parse(string? url)
    {
        if (string.IsNullOrWhiteSpace(url)) return null;
        var plain = RepositoryUrl.TakeCredentials(url).Url;
        // Argo CD takes the URL of the web page too.
        plain = plain.TrimEnd('/');
        if (RepositoryUrl.FindProblem(plain) is not null) return null;
        var parsed = RepositoryUrl.Parse(plain);
        var host = Host(parsed.Host.ToLowerInvariant());
        var path = WithoutSuffix(Uri.UnescapeDataString(parsed.Path).TrimEnd('/'));
        var isAzure = host is "dev.azure.com" or "visualstudio.com" || host.EndsWith(AzureSuffix, StringComparison.Ordinal);
        if (isAzure) (host, path) = Azure(host, path);
        var port = parsed.Scheme is "http" or "https" && parsed.Port >= 0 ? $":{parsed.Port}" : "";
        return new RepositoryAddress($"{host}{port}/{path}", $"{host}/{path}".ToLowerInvariant());
    }

    private static string Host(string host)
    {
        if (host.Split('.').Length < 3) return host;
        var prefix = Array.Find(SshPrefixes, prefix => host.StartsWith(prefix, StringComparison.Ordinal));
        return host[(prefix?.Length ?? 0)..];
    }

    private static string WithoutSuffix(string path)
    {
        if (path.EndsWith("/.git", StringComparison.Ordinal)) path = path[..^5];
        return path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
    }

    // dev.azure.com/org/project/_git/repo, dev.azure.com:v3/org/project/repo, org.visualstudio.com/[DefaultCollection/]project/_git/repo,
    // and visualstudio.com:v3/org/project/repo are one.
    private static (string Host, string Path) Azure(string host, string path)
    {
        var parts = path.Split('/').Where(part => part is not ("" or "_git" or "v3" or "DefaultCollection")).ToList();
        if (host.EndsWith(AzureSuffix, StringComparison.Ordinal)) parts.Insert(0, host[..^AzureSuffix.Length]);
        // A repository with the name of its project may leave the project out.
        if (parts.Count == 2) parts.Add(parts[1]);
        return ("dev.azure.com", string.Join('/', parts));
    }
}
