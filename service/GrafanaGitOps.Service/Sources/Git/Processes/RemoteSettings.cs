namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>What a git process needs to reach the remote, and the secrets in it.</summary>
internal static class RemoteSettings
{
    // Proxies and authorities are the machine's, and without them many networks cannot be left.
    private static readonly string[] HttpVariables =
        ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"];

    /// <summary>Adds the remote <c>origin</c> to the settings; returns the secrets that they hold now.</summary>
    public static IReadOnlyList<string> Add(GitSettings settings, RepositoryUrl url, RepositoryOptions options, string stateFolder)
    {
        settings.Set("remote.origin.url", url.Text);
        settings.Set("protocol.version", "2");
        settings.Set("transfer.bundleURI", "false");
        settings.Set("fetch.recurseSubmodules", "false");
        // Nothing is checked out, and many an old history has flaws that fsck would refuse.
        settings.Set("fetch.fsckObjects", "false");
        // Only this transport, so that no redirect or configuration of a remote leads to another; http may go up to https.
        settings.SetVariable("GIT_ALLOW_PROTOCOL", url.Scheme == "http" ? "http:https" : url.Scheme);
        switch (url.Scheme)
        {
            case "https" or "http":
                return AddHttp(settings, url, options);
            case "ssh":
                AddSsh(settings, options.Credentials, stateFolder);
                break;
            case "file":
                AddFolder(settings, url.Path, stateFolder);
                break;
        }

        return [];
    }

    private static IReadOnlyList<string> AddHttp(GitSettings settings, RepositoryUrl url, RepositoryOptions options)
    {
        settings.Set("http.followRedirects", "initial");
        settings.Set("http.lowSpeedLimit", "1000");
        settings.Set("http.lowSpeedTime", "60");
        foreach (var name in HttpVariables)
            if (Environment.GetEnvironmentVariable(name) is { } value) settings.SetVariable(name, value);

        var token = GitToken.Read(options);
        var username = options.Credentials.Username ?? options.UrlUsername ?? "git";
        // Bound to scheme, host and port: after a redirect to another host git finds no helper.
        var helper = $"credential.{url.Origin}.helper";
        if (token is not null)
        {
            settings.Set(helper, """!f() { if test "$1" = get; then printf 'username=%s\npassword=%s\n' "$GITOPS_GIT_USERNAME" "$GITOPS_GIT_TOKEN"; fi; }; f""");
            settings.SetVariable("GITOPS_GIT_USERNAME", username);
            settings.SetVariable("GITOPS_GIT_TOKEN", token);
            return options.UrlPassword is null && options.UrlUsername is not null ? [token, username] : [token];
        }

        if (options.Credentials.Helper is { } configured) settings.Set(helper, configured);
        if (options.Credentials.Username is not null) settings.Set($"credential.{url.Origin}.username", username);
        return [];
    }

    private static void AddSsh(GitSettings settings, CredentialOptions credentials, string stateFolder)
    {
        List<string> options =
        [
            "BatchMode=yes", "ConnectTimeout=30", "ServerAliveInterval=15", "ServerAliveCountMax=4", "ControlMaster=no", "ControlPath=none",
            "PermitLocalCommand=no", "ProxyCommand=none", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no",
        ];
        if (credentials.SshKnownHostsFile is { } knownHosts)
            options.AddRange(["StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", $"UserKnownHostsFile=\"{Path.GetFullPath(knownHosts)}\""]);
        else
            options.AddRange(["StrictHostKeyChecking=accept-new", $"UserKnownHostsFile=\"{Path.Combine(stateFolder, "known_hosts")}\""]);

        if (credentials.SshKeyFile is { } key)
            options.AddRange(["IdentitiesOnly=yes", "IdentityAgent=none", $"IdentityFile=\"{Path.GetFullPath(key)}\""]);
        else if (Environment.GetEnvironmentVariable("SSH_AUTH_SOCK") is { } agent)
            settings.SetVariable("SSH_AUTH_SOCK", agent);

        settings.SetVariable("GIT_SSH_COMMAND", "ssh -F /dev/null " + string.Join(' ', options.Select(option => "-o " + ShellQuote(option))));
        settings.SetVariable("GIT_SSH_VARIANT", "ssh");
    }

    // Whoever configured the folder trusts it, also when it belongs to another user; no other folder is trusted with it.
    // A file, because git does not hand settings of the environment on to the process that serves the folder.
    private static void AddFolder(GitSettings settings, string folder, string stateFolder)
    {
        var file = Path.Combine(stateFolder, "folder.gitconfig");
        var quoted = folder.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        File.WriteAllText(file, $"[safe]\n\tdirectory = \"{quoted}\"\n\tdirectory = \"{quoted}/.git\"\n");
        settings.SetVariable("GIT_CONFIG_GLOBAL", file);
    }

    private static string ShellQuote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
