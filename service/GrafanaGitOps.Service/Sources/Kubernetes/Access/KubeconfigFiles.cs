using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>One or more kubeconfig files read as one: of entries with the same name, the first file's counts.</summary>
internal sealed class KubeconfigFiles
{
    private readonly List<(string Path, YamlMappingNode Root)> _files = [];

    private KubeconfigFiles()
    {
    }

    /// <summary>The paths, for messages.</summary>
    public string Description => string.Join(Path.PathSeparator, _files.Select(file => file.Path));

    public static KubeconfigFiles Load(string? path)
    {
        var files = new KubeconfigFiles();
        foreach (var candidate in path is null ? DefaultPaths() : [path]) files.Add(candidate, mustExist: path is not null);
        if (files._files.Count == 0)
            throw new KubernetesException("There is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a file that is there. Set kubeconfig or inCluster.");
        return files;
    }

    public string? CurrentContext => _files.Select(file => KubeconfigEntry.TextOf(file.Root, "current-context")).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    /// <summary>An entry of <c>clusters</c>, <c>contexts</c> or <c>users</c>.</summary>
    public KubeconfigEntry? Find(string list, string name)
    {
        foreach (var (path, root) in _files)
        {
            if (!root.Children.TryGetValue(list, out var node) || node is not YamlSequenceNode entries) continue;
            foreach (var entry in entries.OfType<YamlMappingNode>().Where(entry => KubeconfigEntry.TextOf(entry, "name") == name))
            {
                var content = entry.Children.TryGetValue(list.TrimEnd('s'), out var value) ? value as YamlMappingNode : null;
                return new KubeconfigEntry(content ?? [], Path.GetDirectoryName(Path.GetFullPath(path))!, $"{list.TrimEnd('s')} \"{name}\" of {path}");
            }
        }

        return null;
    }

    private static string[] DefaultPaths()
    {
        var list = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(list)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    private void Add(string path, bool mustExist)
    {
        if (!mustExist && !File.Exists(path)) return;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(TextSource.ReadFile(path)));
            if (yaml.Documents.Count == 0) return;
            if (yaml.Documents[0].RootNode is not YamlMappingNode root) throw new KubernetesException($"{path} is not a kubeconfig: it has no keys.");
            _files.Add((path, root));
        }
        catch (YamlException exception)
        {
            // The parser's message may quote the line, and that line may hold a token.
            throw new KubernetesException($"{path} is not valid YAML at line {exception.Start.Line}.");
        }
        catch (InvalidOperationException)
        {
            // What the parser throws for some broken files.
            throw new KubernetesException($"{path} is not valid YAML.");
        }
    }
}
