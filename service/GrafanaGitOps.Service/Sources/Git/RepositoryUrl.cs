using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>A remote's address in the forms that are read: a URL, <c>user@host:path</c>, or a folder.</summary>
/// <param name="Scheme">https, http, ssh, git or file.</param>
/// <param name="Host">Host name; empty for a folder.</param>
/// <param name="Port">Port when the URL names one, else -1.</param>
/// <param name="Path">The path, without leading slash for a host's; the absolute folder for file.</param>
/// <param name="Text">What git gets and people see; holds no credentials.</param>
internal sealed partial record RepositoryUrl(string Scheme, string Host, int Port, string Path, string Text)
{
    /// <summary>Scheme, host and port as git compares them when it looks for credentials.</summary>
    public string Origin => $"{Scheme}://{Authority}";

    /// <summary>Host, with the port when the URL names one.</summary>
    public string Authority => Port < 0 ? Host : $"{Host}:{Port}";

    public static RepositoryUrl Parse(string url) =>
        FindProblem(url) is { } problem ? throw new GitException($"The repository's URL {problem}.") : Read(url)!;

    /// <summary>What is wrong with the URL, as the end of a sentence that begins with its key; null when nothing is. Never quotes the URL.</summary>
    public static string? FindProblem(string url)
    {
        if (url.Length == 0) return "must not be empty";
        if (url.Length > GitLimits.Url) return $"must have at most {GitLimits.Url} characters";
        if (url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)) && !IsFolder(url)) return "must not hold spaces or control characters";
        if (url.Any(char.IsControl) || EncodedControl().IsMatch(url)) return "must not hold control characters";
        if (url[0] == '-') return "must not begin with '-'";
        if (Transport().IsMatch(url)) return "names a transport helper (\"name::address\"), which could run any program; use https, ssh or file";
        return Read(url) is null ? "must be an https, http, ssh, git or file URL, user@host:path, or the path of a folder" : null;
    }

    /// <summary>Moves user name and password out of an http URL, and a password out of any other.</summary>
    public static (string Url, string? Username, string? Password) TakeCredentials(string url)
    {
        url = url.Trim();
        var match = UserInfo().Match(url);
        if (!match.Success) return (url, null, null);

        var parts = match.Groups["user"].Value.Split(':', 2);
        var (username, password) = (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null);
        var isHttp = match.Groups["scheme"].Value.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var kept = isHttp ? "" : parts[0] + "@";
        return ($"{match.Groups["scheme"].Value}://{kept}{url[match.Length..]}", isHttp ? username : null, password);
    }

    /// <summary>The last part of the path without <c>.git</c>, as a name of the repository.</summary>
    public static string NameOf(string url)
    {
        var path = url.TrimEnd('/');
        if (path.EndsWith("/.git", StringComparison.Ordinal)) path = path[..^5];
        var name = path[(path.LastIndexOfAny(['/', ':']) + 1)..];
        if (name.EndsWith(".git", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        return UnsafeInName().Replace(name, "-").TrimStart('.', '_', '-');
    }

    private static RepositoryUrl? Read(string url)
    {
        if (IsFolder(url)) return Folder(System.IO.Path.GetFullPath(url));
        if (!url.Contains("://", StringComparison.Ordinal)) return ReadScpForm(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return null;
        if (uri.Scheme == "file") return uri.Host is "" or "localhost" && uri.LocalPath.Length > 1 ? Folder(uri.LocalPath) : null;

        var isKnown = uri.Scheme is "https" or "http" or "ssh" or "git";
        if (!isKnown || uri.Host.Length == 0 || uri.Host[0] == '-' || uri.UserInfo.StartsWith('-') || uri.AbsolutePath.Length < 2) return null;
        return new RepositoryUrl(uri.Scheme, uri.Host, uri.IsDefaultPort ? -1 : uri.Port, uri.AbsolutePath.Trim('/'), url);
    }

    private static RepositoryUrl? ReadScpForm(string url) =>
        ScpForm().Match(url) is { Success: true } match
            ? new RepositoryUrl("ssh", match.Groups["host"].Value, -1, match.Groups["path"].Value.Trim('/'), url)
            : null;

    // A plain path, because git would decode percent signs in a file URL.
    private static RepositoryUrl Folder(string path)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(path);
        return new RepositoryUrl("file", "", -1, folder, folder);
    }

    private static bool IsFolder(string url) => url is "." or ".." || url[0] == '/' || url.StartsWith("./", StringComparison.Ordinal) || url.StartsWith("../", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9+.-]+::")]
    private static partial Regex Transport();

    [GeneratedRegex("%(0[0-9a-f]|1[0-9a-f]|7f)", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedControl();

    [GeneratedRegex(@"\A(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<user>[^/?#]*)@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\A([A-Za-z0-9_][A-Za-z0-9_.-]*@)?(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]):(?<path>[^-/:][^:]*|/[^:]+)\z")]
    private static partial Regex ScpForm();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex UnsafeInName();
}
