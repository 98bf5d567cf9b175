using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>Folders of objects and the whole output that they must give: a new case is a new folder.</summary>
internal static class CaseFolder
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyLists, LeaveOutDerived } },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static IEnumerable<TheoryDataRow<string>> Names(string source) =>
        Directory.EnumerateDirectories(Folder(source)).Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(name => new TheoryDataRow<string>(name!));

    public static IReadOnlyList<JsonObject> Objects(string source, string name) => YamlObjects.Load(Path.Combine(Folder(source), name, "objects.yaml"));

    public static void Matches(string source, string name, object actual) =>
        Golden.Matches(
            Path.Combine("GrafanaGitOps.Service.Tests", "Sources", source, "Cases", name, "expected.json"), JsonSerializer.Serialize(actual, Readable) + "\n");

    private static string Folder(string source) => Path.Combine(Repository.Root, "tests", "GrafanaGitOps.Service.Tests", "Sources", source, "Cases");

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => IsList(property.PropertyType)))
            property.ShouldSerialize = (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
    }

    /// <summary>What a revision only works out from the rest is not what a mapper read.</summary>
    private static void LeaveOutDerived(JsonTypeInfo type)
    {
        if (type.Type != typeof(RevisionRef)) return;
        foreach (var property in type.Properties.Where(property => property.Set is null)) property.ShouldSerialize = (_, _) => false;
    }

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
}
