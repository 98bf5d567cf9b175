using System.Collections;

namespace GrafanaGitOps.Service.Hosting;

internal static class ProcessEnvironment
{
    public static Dictionary<string, string> Read() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
