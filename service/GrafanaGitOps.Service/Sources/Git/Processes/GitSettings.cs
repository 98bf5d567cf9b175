using System.Globalization;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>
/// The environment of a git process, made from nothing: no configuration of system or user, no hooks, no prompts.
/// Settings go by environment too, so that no command line shows them.
/// </summary>
internal sealed class GitSettings
{
    private readonly Dictionary<string, string> _environment;
    private int _count;

    /// <param name="folder">The local clone.</param>
    /// <param name="home">An empty folder of our own in place of the account's.</param>
    public GitSettings(string folder, string home)
    {
        _environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = home,
            ["XDG_CONFIG_HOME"] = home,
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
            ["GIT_DIR"] = folder,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            // A blob that is not at hand is never asked for. Older git does not know the variable, but without a transport it cannot ask either.
            ["GIT_NO_LAZY_FETCH"] = "1",
            ["GIT_ALLOW_PROTOCOL"] = "none",
            ["GIT_PROTOCOL_FROM_USER"] = "0",
        };
        Set("core.hooksPath", "/dev/null");
        Set("core.attributesFile", "/dev/null");
        Set("core.fsmonitor", "false");
        Set("i18n.logOutputEncoding", "UTF-8");
        Set("credential.helper", "");
        Set("maintenance.auto", "false");
        Set("gc.autoDetach", "false");
    }

    public IReadOnlyDictionary<string, string> Variables => _environment;

    public void Set(string key, string value)
    {
        _environment[$"GIT_CONFIG_KEY_{_count}"] = key;
        _environment[$"GIT_CONFIG_VALUE_{_count}"] = value;
        _environment["GIT_CONFIG_COUNT"] = (++_count).ToString(CultureInfo.InvariantCulture);
    }

    public void SetVariable(string name, string value) => _environment[name] = value;
}
