using System.Text;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>The token or password of a repository, from wherever it is kept; read each time, so that it may rotate.</summary>
internal static class GitToken
{
    public static string? Read(RepositoryOptions options)
    {
        var credentials = options.Credentials;
        if (credentials.TokenFile is { } file) return Check(ReadFile(file), $"The token file {ForeignText.Line(file)}");
        if (credentials.TokenEnv is { } name) return Check(Environment.GetEnvironmentVariable(name), $"The environment variable {ForeignText.Line(name)}");
        if (credentials.Token is { } token) return Check(token, "The token");
        // A user name alone in a URL is how some hosts take a token.
        return options.UrlPassword ?? (credentials.Helper is null && options.UrlUsername is not "git" ? options.UrlUsername : null);
    }

    private static string Check(string? token, string place)
    {
        token = token?.Trim();
        if (string.IsNullOrEmpty(token)) throw new GitException($"{place} is empty.");
        return token.Any(char.IsControl) ? throw new GitException($"{place} holds more than one line, or control characters.") : token;
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[GitLimits.TokenBytes];
            return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GitException($"The token file {ForeignText.Line(path)} cannot be read: {exception.Message}");
        }
    }
}
