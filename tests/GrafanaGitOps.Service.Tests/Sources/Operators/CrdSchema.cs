using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>Checks objects against the structural schemas of the real CRDs, as far as those matter here: types, enums, required and unknown fields, patterns, times.</summary>
internal sealed class CrdSchema
{
    private readonly Dictionary<(string ApiVersion, string Kind), JsonObject> _schemas = [];

    public CrdSchema(string folder)
    {
        foreach (var crd in Directory.EnumerateFiles(folder, "*.yaml").SelectMany(YamlObjects.Load))
        {
            var kind = (string)crd["spec"]!["names"]!["kind"]!;
            foreach (var version in crd["spec"]!["versions"]!.AsArray())
                _schemas[($"{crd["spec"]!["group"]}/{version!["name"]}", kind)] = version["schema"]!["openAPIV3Schema"]!.AsObject();
        }
    }

    /// <summary>Everything that the API server would refuse; null when there is no schema for this version.</summary>
    public IReadOnlyList<string>? Check(JsonObject document)
    {
        if (!_schemas.TryGetValue(((string)document["apiVersion"]!, (string)document["kind"]!), out var schema)) return null;
        var errors = new List<string>();
        foreach (var (name, value) in document)
            if (name != "metadata") Check(value, schema["properties"]![name]?.AsObject(), name, errors);
        return errors;
    }

    private static void Check(JsonNode? value, JsonObject? schema, string path, List<string> errors)
    {
        if (schema is null) errors.Add($"{path} is not a field");
        else if (value is null || (string?)schema["type"] is not { } type || schema.ContainsKey("x-kubernetes-int-or-string")) return;
        else if (!IsType(value, type)) errors.Add($"{path} is no {type}");
        else if (value is JsonObject children) CheckObject(children, schema, path, errors);
        else if (value is JsonArray items) for (var i = 0; i < items.Count; i++) Check(items[i], schema["items"]?.AsObject(), $"{path}[{i}]", errors);
        else CheckScalar(value, schema, path, errors);
    }

    private static void CheckObject(JsonObject value, JsonObject schema, string path, List<string> errors)
    {
        foreach (var required in schema["required"]?.AsArray() ?? [])
            if (!value.ContainsKey((string)required!)) errors.Add($"{path}.{required} is required");
        if (schema.ContainsKey("x-kubernetes-preserve-unknown-fields")) return;
        foreach (var (name, child) in value)
            Check(child, schema["properties"]?[name]?.AsObject() ?? schema["additionalProperties"]?.AsObject(), $"{path}.{name}", errors);
    }

    private static void CheckScalar(JsonNode value, JsonObject schema, string path, List<string> errors)
    {
        var text = value.ToString();
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => one?.ToString() == text)) errors.Add($"{path}: {text} is not one of the enum");
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern)) errors.Add($"{path}: {text} does not match {pattern}");
        if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)) errors.Add($"{path}: {text} is no time");
    }

    private static bool IsType(JsonNode value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => value.GetValueKind() == System.Text.Json.JsonValueKind.Number,
    };
}
