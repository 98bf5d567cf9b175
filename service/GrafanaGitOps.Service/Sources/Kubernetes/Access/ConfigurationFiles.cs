namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>The files that a cluster's configuration was read from, with what they held: others replace them while we run.</summary>
internal sealed class ConfigurationFiles
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Read(string path) => _texts[path] = ReadFile(path);

    /// <summary>Whether one of them holds something else by now. Mounted secrets are links, whose times say nothing.</summary>
    public bool HaveChanged() => _texts.Any(file => ReadFile(file.Key) != file.Value);

    private static string ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > KubernetesLimits.MaxFileBytes)
                throw new KubernetesException($"{path} is larger than {KubernetesLimits.MaxFileBytes} bytes: it cannot be what its setting says.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
