using System.Globalization;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>
/// Reads a query's own fields out of its JSON and refuses what it does not understand with a 400 that names the field.
/// Ask for every field that the query knows, then call <see cref="End"/>.
/// </summary>
public sealed class QueryModelReader
{
    private const string AllValues = "$__all";

    private readonly string _refId;
    private readonly Dictionary<string, JsonElement> _fields;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private QueryModelReader(string refId, Dictionary<string, JsonElement> fields)
    {
        _refId = refId;
        _fields = fields;
    }

    /// <summary>Reads a query model; no bytes at all are a model without fields.</summary>
    public static QueryModelReader Read(PluginQuery query) => new(query.RefId, QueryModelJson.Fields(query));

    /// <summary>A text; null when it is missing, null or empty.</summary>
    public string? String(string field)
    {
        if (Value(field) is not { } value) return null;
        var text = Text(field, value, "a text");
        return text.Length == 0 ? null : text;
    }

    /// <summary>A list of texts, given as a list or as one text. Empty ones and Grafana's "All" are dropped, so that an empty list means all.</summary>
    public IReadOnlyList<string> StringList(string field)
    {
        if (Value(field) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) return [.. Chosen(Text(field, value, "a text or a list of texts"))];
        if (value.GetArrayLength() > PluginLimits.ListEntries)
            throw Refuse($"field \"{field}\" has {value.GetArrayLength()} entries and may have {PluginLimits.ListEntries}.");
        return [.. value.EnumerateArray().SelectMany(entry => Chosen(Text(field, entry, "a text or a list of texts"))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A whole number, also given as text, as variables are.</summary>
    public int Int(string field, int smallest, int largest, int fallback)
    {
        if (Value(field) is not { } value || IsEmptyText(value)) return fallback;
        var read = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(Text(field, value, "a whole number"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => (int?)null,
        };
        return read is { } inRange && inRange >= smallest && inRange <= largest
            ? inRange
            : throw Wrong(field, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {smallest} to {largest}"));
    }

    /// <summary>True or false, also given as text, as variables are.</summary>
    public bool Bool(string field, bool fallback)
    {
        if (Value(field) is not { } value || IsEmptyText(value)) return fallback;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(Text(field, value, "true or false"), out var parsed) => parsed,
            _ => throw Wrong(field, value, "true or false"),
        };
    }

    /// <summary>One of an enum's names, written in snake_case.</summary>
    public T Enum<T>(string field, T fallback)
        where T : struct, Enum
    {
        if (Value(field) is not { } value || IsEmptyText(value)) return fallback;
        var names = System.Enum.GetValues<T>().ToDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));
        var expected = $"one of {string.Join(", ", names.Keys)}";
        return names.TryGetValue(Text(field, value, expected), out var chosen) ? chosen : throw Wrong(field, value, expected);
    }

    /// <summary>Lets a field be there that says nothing about the question, such as what an editor keeps for itself.</summary>
    public void Ignore(string field) => _known.Add(field);

    /// <summary>Refuses a field that nobody asked for and that is not Grafana's own.</summary>
    public void End()
    {
        foreach (var field in _fields.Keys.Where(field => !_known.Contains(field) && !QueryModelJson.IsGrafanas(field)))
        {
            var nearest = NearestName.Of(field, _known);
            throw Refuse($"field \"{QueryModelJson.Cut(field)}\" is not known{(nearest is null ? "." : $"; did you mean \"{nearest}\"?")}");
        }
    }

    /// <summary>An error of this query, for what only the query itself can judge.</summary>
    /// <param name="message">A sentence that begins in the middle: what is wrong with which field, and what to do.</param>
    public PluginException Refuse(string message) => QueryModelJson.Refuse(_refId, message);

    private JsonElement? Value(string field)
    {
        _known.Add(field);
        return _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string Text(string field, JsonElement value, string expected)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(field, value, expected);
        var text = QueryModelJson.TryGetText(value) ?? throw Refuse($"field \"{field}\" holds half of a surrogate pair.");
        return text.Length <= PluginLimits.TextLength
            ? text
            : throw Refuse($"field \"{field}\" has {text.Length} characters and may have {PluginLimits.TextLength}.");
    }

    private PluginException Wrong(string field, JsonElement value, string expected) =>
        Refuse($"field \"{field}\" must be {expected}, not {QueryModelJson.Cut(value.GetRawText())}.");

    private static bool IsEmptyText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8);

    private static IEnumerable<string> Chosen(string text) => text is "" or AllValues ? [] : [text];
}
