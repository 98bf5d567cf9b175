using System.Collections;
using System.Reflection;
using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>Turns the tree of settings into options; collects every error, each beginning with its key.</summary>
internal sealed class OptionsBinder(ICollection<string> errors)
{
    /// <summary>Bytes of a file that holds a secret.</summary>
    private const int LargestSecret = 64 * 1024;

    /// <summary>Texts that may stand in a file of their own, named by the same key with <c>File</c> behind it.</summary>
    private static readonly string[] SecretKeys = ["plugin.token", "storage.postgres"];

    public void Bind(YamlMappingNode node, object target, string key)
    {
        var settable = target.GetType().GetProperties().Where(property => property.CanWrite);
        var properties = settable.ToDictionary(Name, StringComparer.OrdinalIgnoreCase);
        var sections = (target as ServiceOptions)?.Operators;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (nameNode, value) in node.Children)
        {
            var name = (nameNode as YamlScalarNode)?.Value ?? nameNode.ToString();
            if (!seen.Add(name)) errors.Add($"{Join(key, name)} is given twice.");
            else if (properties.TryGetValue(name, out var property)) BindProperty(value, target, property, Join(key, Name(property)));
            else if (sections?.GetValueOrDefault(name) is { } section) BindSection(value, section, Join(key, name.ToLowerInvariant()));
            else if (FindSecret(key, name) is { } secret) BindSecret(value, target, properties[secret], Join(key, name), node);
            else errors.Add(Unknown(key, name, properties.Keys.Concat(sections?.Keys ?? [])));
        }
    }

    private void BindProperty(YamlNode value, object target, PropertyInfo property, string key)
    {
        var type = property.PropertyType;
        if (IsNothing(value)) return;
        if (ScalarValue.IsScalar(type)) BindScalar(value, type, key, parsed => property.SetValue(target, parsed));
        else if (property.GetValue(target) is IDictionary dictionary) BindDictionary(value, dictionary, key);
        else if (ElementType(type) is { } element) property.SetValue(target, BindList(value, element, key));
        else BindSection(value, GetOrCreate(target, property), key);
    }

    private void BindSection(YamlNode value, object section, string key)
    {
        if (value is YamlMappingNode mapping) Bind(mapping, section, key);
        else if (!IsNothing(value)) errors.Add($"{key} must be a mapping with keys of its own.");
    }

    private void BindScalar(YamlNode value, Type type, string key, Action<object> set)
    {
        if (value is not YamlScalarNode scalar) errors.Add($"{key} must be {ScalarValue.Describe(type)}, not a list or a mapping.");
        else if (ScalarValue.TryParse(scalar.Value ?? "", type, out var parsed)) set(parsed);
        else errors.Add($"{key} must be {ScalarValue.Describe(type)}, not \"{scalar.Value}\".");
    }

    private IList BindList(YamlNode value, Type element, string key)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        var isText = ScalarValue.IsScalar(element);
        var items = value switch
        {
            YamlSequenceNode sequence => sequence.Children,
            // Environment variables know no lists.
            YamlScalarNode scalar when isText => scalar.Value!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => (YamlNode)new YamlScalarNode(text)).ToList(),
            _ => null,
        };
        if (items is null) errors.Add($"{key} must be a list.");
        for (var i = 0; i < items?.Count; i++) BindItem(items[i], element, $"{key}[{i}]", list);
        return list;
    }

    private void BindItem(YamlNode item, Type element, string key, IList list)
    {
        if (ScalarValue.IsScalar(element))
        {
            BindScalar(item, element, key, parsed => list.Add(parsed));
            return;
        }

        var target = Activator.CreateInstance(element)!;
        list.Add(target);
        if (item is YamlMappingNode mapping) Bind(mapping, target, key);
        else errors.Add($"{key} must be a mapping with keys of its own, such as \"{Name(element.GetProperties()[0])}:\".");
    }

    private void BindDictionary(YamlNode value, IDictionary dictionary, string key)
    {
        if (value is not YamlMappingNode mapping)
        {
            errors.Add($"{key} must be a mapping of names to texts.");
            return;
        }

        foreach (var (name, text) in mapping.Children)
            BindScalar(text, typeof(string), Join(key, name.ToString()), parsed => dictionary[name.ToString()] = parsed);
    }

    private void BindSecret(YamlNode value, object target, PropertyInfo property, string key, YamlMappingNode siblings)
    {
        if (siblings.Children.Keys.Any(name => string.Equals(name.ToString(), Name(property), StringComparison.OrdinalIgnoreCase)))
        {
            errors.Add($"{key} is given beside {key[..^"File".Length]}; keep one of them.");
            return;
        }

        var path = (value as YamlScalarNode)?.Value ?? "";
        try
        {
            if (new FileInfo(path).Length > LargestSecret) errors.Add($"{key} names {path}, which is larger than {LargestSecret} bytes.");
            else if (File.ReadAllText(path).Trim() is { Length: > 0 } secret) property.SetValue(target, secret);
            else errors.Add($"{key} names {path}, which is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"{key} names \"{path}\", which cannot be read: {exception.Message}");
        }
    }

    private static bool IsNothing(YamlNode value) =>
        value is YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any };

    private static string? FindSecret(string key, string name) =>
        SecretKeys.FirstOrDefault(secret => string.Equals(secret + "File", Join(key, name), StringComparison.OrdinalIgnoreCase))?.Split('.')[^1];

    private static string Unknown(string key, string name, IEnumerable<string> known)
    {
        var nearest = NearestName.Of(name, known);
        var hint = nearest is null ? $"known are {string.Join(", ", known.Order(StringComparer.Ordinal))}." : $"did you mean {Join(key, nearest)}?";
        return $"{Join(key, name)} is not known; {hint}";
    }

    private static object GetOrCreate(object target, PropertyInfo property)
    {
        var value = property.GetValue(target) ?? Activator.CreateInstance(property.PropertyType)!;
        property.SetValue(target, value);
        return value;
    }

    private static Type? ElementType(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[0] : null;

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}.{name}";

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
