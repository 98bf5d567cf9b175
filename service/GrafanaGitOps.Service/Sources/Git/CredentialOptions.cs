using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>What a remote demands (<c>credentials</c>). Only the repository's own host ever gets it, also after a redirect.</summary>
public sealed class CredentialOptions
{
    /// <summary>User name for http. Default <c>git</c> when there is a token; GitHub, GitLab and Gitea take any, Bitbucket wants <c>x-token-auth</c>.</summary>
    public string? Username { get; set; }

    /// <summary>Token or password for http. Prefer <see cref="TokenEnv"/> or <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>Environment variable that holds the token; read at each fetch.</summary>
    public string? TokenEnv { get; set; }

    /// <summary>File that holds the token, such as a mounted secret; read at each fetch, so that it may rotate.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Private key for ssh, without passphrase. Default the agent of SSH_AUTH_SOCK, or the account's own keys.</summary>
    public string? SshKeyFile { get; set; }

    /// <summary>Host keys that ssh trusts. Default: the key that the host showed first is kept under the data directory and demanded from then on.</summary>
    public string? SshKnownHostsFile { get; set; }

    /// <summary>A credential helper as git's <c>credential.helper</c> names it; asked when there is no token.</summary>
    public string? Helper { get; set; }

    internal void Validate(string key, string url, ICollection<string> errors)
    {
        var tokens = new[] { Token, TokenEnv, TokenFile }.Count(value => value is not null);
        if (tokens > 1) errors.Add($"{key} has more than one of token, tokenEnv and tokenFile: keep one.");
        if (tokens > 0 && Helper is not null) errors.Add($"{key} has a token and a helper: keep one.");
        if (Token is not null && (Token.Length == 0 || Token.Any(char.IsControl))) errors.Add($"{key}.token must not be empty or hold control characters.");
        if (Username is not null && (Username.Length == 0 || Username.Any(char.IsControl))) errors.Add($"{key}.username must not be empty or hold control characters.");
        if (Helper is not null && (Helper.Length == 0 || Helper.Any(char.IsControl))) errors.Add($"{key}.helper must not be empty or hold control characters.");
        if (TokenEnv is not null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TokenEnv)))
            errors.Add($"{key}.tokenEnv names the environment variable {ForeignText.Line(TokenEnv)}, which is not set.");
        RequireFile(TokenFile, $"{key}.tokenFile", errors);
        RequireFile(SshKeyFile, $"{key}.sshKeyFile", errors);
        RequireFile(SshKnownHostsFile, $"{key}.sshKnownHostsFile", errors);

        if (RepositoryUrl.FindProblem(url) is not null) return;
        var scheme = RepositoryUrl.Parse(url).Scheme;
        if ((tokens > 0 || Helper is not null) && scheme is not ("https" or "http")) errors.Add($"{key} has a token or helper, which only http and https use; the URL is {scheme}.");
        if ((SshKeyFile ?? SshKnownHostsFile) is not null && scheme != "ssh") errors.Add($"{key} has a key for ssh, but the URL is {scheme}.");
    }

    private static void RequireFile(string? path, string key, ICollection<string> errors)
    {
        if (path is not null && !File.Exists(path)) errors.Add($"{key} names {ForeignText.Line(path)}, which is not a file that can be read.");
    }
}
