using System.Text;
using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Rules;

/// <summary>
/// The expressions of a file, whatever kind it is: Prometheus' rules, PrometheusRule objects, Grafana's alert rules, dashboards, and ConfigMaps
/// with any of them inside. All write PromQL under <c>expr</c>; variables of dashboards write it into functions of their own.
/// </summary>
internal sealed class RuleFile
{
    /// <summary>Bytes of one file.</summary>
    public const int MostBytes = 16 << 20;

    private const int MostExpressions = 20_000;
    private const int MostNested = 3;

    private static readonly string[] VariableFunctions = ["label_values(", "query_result(", "metrics("];
    private static readonly (string Field, string Kind)[] Names = [("alert", "alert"), ("record", "record"), ("title", ""), ("name", "")];

    // One that has an alias is there once, so that aliases of aliases cost nothing.
    private readonly HashSet<YamlValue> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<RuleExpression> _expressions = [];
    private readonly HashSet<string> _records = new(StringComparer.Ordinal);

    private RuleFile()
    {
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<RuleExpression> Expressions => _expressions;

    /// <summary>Names of the metrics that the file's own rules make.</summary>
    public IReadOnlySet<string> Records => _records;

    /// <summary>Reads a file.</summary>
    /// <exception cref="RuleCheckException">It cannot be read or is neither YAML nor JSON.</exception>
    public static RuleFile Read(string path)
    {
        var file = new RuleFile();
        file.Add(ReadBytes(path), path, "", 0);
        return file;
    }

    private static byte[] ReadBytes(string path)
    {
        if (!File.Exists(path)) throw new RuleCheckException($"{path} is not there.");
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes) throw new RuleCheckException($"{path} has {length >> 20} MiB; a file of rules may have {MostBytes >> 20}.");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RuleCheckException($"{path} cannot be read: {exception.Message}");
        }
    }

    private void Add(byte[] content, string path, string owner, int nested)
    {
        if (!YamlFile.TryRead(content, out var documents, out var error)) throw new RuleCheckException($"{path} is neither YAML nor JSON: {error}.");
        foreach (var document in documents) Walk(document, owner, path, nested);
    }

    private void Walk(YamlValue value, string owner, string path, int nested)
    {
        if (!_seen.Add(value) || _expressions.Count >= MostExpressions) return;
        foreach (var item in value.Items) Walk(item, owner, path, nested);
        if (value.Fields.Count == 0) return;
        owner = OwnerOf(value, owner);
        if (value["record"]?.Text is { } record) _records.Add(record);
        foreach (var (name, field) in value.Fields)
        {
            if (field.Text is not { } text) Walk(field, owner, path, nested);
            else if (name == "expr") _expressions.Add(new RuleExpression(owner, text));
            else if (name is "query" or "definition" && OfVariable(text) is { } inner) AddOnce(new RuleExpression(owner, inner));
            else if (IsFile(name) && nested < MostNested) Add(Encoding.UTF8.GetBytes(text), $"{name} in {path}", owner, nested + 1);
        }
    }

    // A variable writes its query twice.
    private void AddOnce(RuleExpression expression)
    {
        if (!_expressions.Contains(expression)) _expressions.Add(expression);
    }

    private static bool IsFile(string name) => Path.GetExtension(name) is ".yaml" or ".yml" or ".json" || name == "json";

    private static string OwnerOf(YamlValue value, string owner)
    {
        foreach (var (field, kind) in Names)
        {
            if (value[field]?.Text is not { Length: > 0 } name) continue;
            return kind.Length > 0 ? $"{kind} {name}" : value.Fields.ContainsKey("condition") ? $"alert {name}" : Titled(value, name, owner);
        }

        return owner;
    }

    private static string Titled(YamlValue value, string name, string owner) =>
        value.Fields.ContainsKey("query") ? $"variable {name}" : value.Fields.ContainsKey("targets") ? $"panel {name}" : value.Fields.ContainsKey("panels") ? $"dashboard {name}" : owner.Length > 0 ? owner : name;

    /// <summary>The PromQL in <c>label_values(expression, label)</c> and its kin; null when there is none.</summary>
    private static string? OfVariable(string query)
    {
        var text = query.Trim();
        var function = VariableFunctions.FirstOrDefault(name => text.StartsWith(name, StringComparison.Ordinal));
        if (function is null or "metrics(" || !text.EndsWith(')')) return null;
        var inner = text[function.Length..^1];
        if (function == "query_result(") return inner;
        var comma = inner.LastIndexOf(',');
        return comma < 0 ? null : inner[..comma];
    }
}

/// <summary>What hinders a check, as a sentence for the person who asked for it.</summary>
internal sealed class RuleCheckException(string message) : Exception(message);
