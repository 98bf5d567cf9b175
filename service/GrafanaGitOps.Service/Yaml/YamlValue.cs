namespace GrafanaGitOps.Service.Yaml;

/// <summary>A value of a YAML file: a text, a list or a mapping. One that has an alias is there once, however often it is used.</summary>
internal sealed class YamlValue
{
    /// <summary>The text of a scalar; null for what is none.</summary>
    public string? Text { get; init; }

    /// <summary>Items of a list; empty for what is none.</summary>
    public List<YamlValue> Items { get; } = [];

    /// <summary>Keys that are texts, with their values; empty for what is no mapping.</summary>
    public Dictionary<string, YamlValue> Fields { get; } = new(StringComparer.Ordinal);

    public YamlValue? this[string key] => Fields.GetValueOrDefault(key);

    /// <summary>The items of a list that are texts and not empty; a single text counts as a list of one.</summary>
    public IEnumerable<string> Texts =>
        (Text is null ? Items : [this]).Select(item => item.Text).OfType<string>().Where(text => text.Length > 0);
}
