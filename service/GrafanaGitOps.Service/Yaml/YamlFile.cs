using System.Diagnostics.CodeAnalysis;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GrafanaGitOps.Service.Yaml;

/// <summary>
/// Reads YAML that strangers wrote. From the parser's events, with limits of depth and number: the library's own tree recurses without one,
/// and hashes keys that may be nested in themselves.
/// </summary>
internal sealed class YamlFile
{
    /// <summary>Levels of nesting.</summary>
    private const int MostDepth = 64;

    /// <summary>Values of all documents together.</summary>
    public const int MostValues = 100_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private int _values;

    private YamlFile(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The documents of the file; false, with what is wrong, when it cannot be read.</summary>
    public static bool TryRead(byte[] content, out IReadOnlyList<YamlValue> documents, [NotNullWhen(false)] out string? error)
    {
        try
        {
            (documents, error) = (new YamlFile(Encoding.UTF8.GetString(content)).Read(), null);
            return true;
        }
        // The library throws more than its own kind for some broken files.
        catch (Exception exception) when (exception is YamlException or FormatException or SystemException and not OutOfMemoryException)
        {
            var place = exception is YamlException { Start.Line: > 0 } yaml ? $"line {yaml.Start.Line}: " : "";
            (documents, error) = ([], place + exception.Message);
            return false;
        }
    }

    private List<YamlValue> Read()
    {
        var documents = new List<YamlValue>();
        while (_parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart) continue;
            _anchors.Clear();
            documents.Add(ReadValue(Next(), 0));
        }

        return documents;
    }

    private YamlValue ReadValue(ParsingEvent current, int depth)
    {
        if (++_values > MostValues) throw new FormatException($"it has more than {MostValues} values");
        if (depth > MostDepth) throw new FormatException($"it is nested more than {MostDepth} levels deep");
        if (current is AnchorAlias alias)
        {
            return _anchors.GetValueOrDefault(alias.Value.Value)
                ?? throw new FormatException($"its alias {alias.Value.Value} names nothing before it");
        }

        var value = new YamlValue { Text = current is Scalar scalar && !IsNull(scalar) ? scalar.Value : null };
        if (current is SequenceStart)
            for (var item = Next(); item is not SequenceEnd; item = Next()) value.Items.Add(ReadValue(item, depth + 1));
        else if (current is MappingStart)
            for (var key = Next(); key is not MappingEnd; key = Next()) ReadField(value, key, depth + 1);

        // Only now, so that nothing can hold itself.
        if (current is NodeEvent { Anchor.IsEmpty: false } node) _anchors[node.Anchor.Value] = value;
        return value;
    }

    private void ReadField(YamlValue mapping, ParsingEvent key, int depth)
    {
        var name = ReadValue(key, depth).Text;
        var value = ReadValue(Next(), depth);
        if (name is not null) mapping.Fields[name] = value;
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private ParsingEvent Next() =>
        _parser.MoveNext() && _parser.Current is { } current ? current : throw new FormatException("it ends too early");
}
