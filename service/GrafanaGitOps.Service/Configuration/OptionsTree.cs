using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>The settings as written, before they become options: the file's YAML with environment and command line laid over it.</summary>
internal sealed class OptionsTree(ICollection<string> errors)
{
    /// <summary>Bytes of a configuration file.</summary>
    private const int LargestFile = 1024 * 1024;

    private const string EnvironmentPrefix = "GITOPS__";

    /// <summary>Stands for one behind the last index of a list.</summary>
    private const string Append = "+";

    /// <summary>Stands for the last index of a list.</summary>
    private const string Last = "^";

    public YamlMappingNode Root { get; private set; } = [];

    public void Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                errors.Add($"{path}: is larger than {LargestFile} bytes; a configuration file is smaller");
                return;
            }

            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents.Count > 1) errors.Add($"{path}: holds {stream.Documents.Count} YAML documents; use one");
            if (stream.Documents is not [var document, ..] || document.RootNode is YamlScalarNode { Value: null or "" }) return;
            if (document.RootNode is YamlMappingNode root) Root = root;
            else errors.Add($"{path}: must hold a mapping such as \"git:\", not a list or a text");
        }
        catch (YamlException exception)
        {
            errors.Add($"{path}({exception.Start.Line},{exception.Start.Column}): {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}: cannot be read: {exception.Message}");
        }
    }

    /// <summary>Lays <c>GITOPS__PLUGIN__TOKEN</c> over <c>plugin.token</c>, <c>GITOPS__GIT__REPOSITORIES__0__URL</c> over the first URL.</summary>
    public void Overlay(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var settings = environment.Where(pair => pair.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal));
        foreach (var (name, value) in settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Set(name, name[EnvironmentPrefix.Length..].ToLowerInvariant().Split("__"), value);
    }

    /// <summary>Lays one value over a path such as <c>http.address</c> or <c>git.repositories.+.url</c>.</summary>
    public void Set(string source, string path, string value) => Set(source, path.Split('.'), value);

    private void Set(string source, string[] path, string value)
    {
        YamlNode node = Root;
        for (var i = 0; i < path.Length; i++)
        {
            var isLast = i == path.Length - 1;
            YamlNode fresh = isLast ? new YamlScalarNode(value) : IsIndex(path[i + 1]) ? new YamlSequenceNode() : new YamlMappingNode();
            var next = node switch
            {
                YamlMappingNode mapping => Descend(mapping, path[i], fresh, isLast),
                YamlSequenceNode sequence => Descend(sequence, path[i], fresh, isLast),
                _ => null,
            };
            if (next is null)
            {
                errors.Add($"{source}: cannot set {string.Join('.', path)}, because {string.Join('.', path.Take(i + 1))} does not fit there");
                return;
            }

            node = next;
        }
    }

    private static bool IsIndex(string segment) =>
        segment is Append or Last || int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static YamlNode Descend(YamlMappingNode mapping, string segment, YamlNode fresh, bool replace)
    {
        var given = mapping.Children.Keys.OfType<YamlScalarNode>();
        var key = given.FirstOrDefault(key => string.Equals(key.Value, segment, StringComparison.OrdinalIgnoreCase)) ?? new YamlScalarNode(segment);
        if (!replace && mapping.Children.TryGetValue(key, out var existing) && existing is not YamlScalarNode) return existing;
        return mapping.Children[key] = fresh;
    }

    private static YamlNode? Descend(YamlSequenceNode sequence, string segment, YamlNode fresh, bool replace)
    {
        if (!IsIndex(segment)) return null;
        var index = segment switch
        {
            Append => sequence.Children.Count,
            Last => Math.Max(0, sequence.Children.Count - 1),
            _ => int.Parse(segment, CultureInfo.InvariantCulture),
        };
        if (index > sequence.Children.Count) return null;
        if (index == sequence.Children.Count) sequence.Children.Add(fresh);
        else if (replace) sequence.Children[index] = fresh;
        return sequence.Children[index];
    }
}
