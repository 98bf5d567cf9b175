using System.Text;
using YamlDotNet.RepresentationModel;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>A cluster, context or user of a kubeconfig; relative paths in it start at its file's folder.</summary>
internal sealed class KubeconfigEntry(YamlMappingNode content, string folder, string description)
{
    /// <summary>What it is and where it stands, for messages.</summary>
    public string Description { get; } = description;

    public string Folder { get; } = folder;

    public string? Text(string key) => TextOf(content, key) is { Length: > 0 } text ? text : null;

    public bool Flag(string key) => TextOf(content, key) == "true";

    public KubeconfigEntry? Child(string key) =>
        content.Children.TryGetValue(key, out var node) && node is YamlMappingNode child ? new KubeconfigEntry(child, Folder, $"{key} of {Description}") : null;

    public IEnumerable<string> Texts(string key) => Items(key).OfType<YamlScalarNode>().Select(item => item.Value ?? "");

    public IEnumerable<KubeconfigEntry> Children(string key) =>
        Items(key).OfType<YamlMappingNode>().Select(item => new KubeconfigEntry(item, Folder, $"{key} of {Description}"));

    /// <summary>PEM from <c>key-data</c> (base64) or from the file that <c>key</c> names.</summary>
    public TextSource? Pem(string key, TimeProvider timeProvider)
    {
        if (Text(key + "-data") is { } data) return TextSource.Inline(Decode(data, key + "-data"));
        return Text(key) is { } path ? TextSource.File(ResolvePath(path), timeProvider) : null;
    }

    public string ResolvePath(string path) => Path.GetFullPath(path, Folder);

    internal static string? TextOf(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private string Decode(string data, string key)
    {
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw new KubernetesException($"{key} in {Description} is not base64.");
        }
    }

    private YamlSequenceNode Items(string key) =>
        content.Children.TryGetValue(key, out var node) && node is YamlSequenceNode items ? items : [];
}
