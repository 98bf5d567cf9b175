using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Resources;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.Resources;

/// <summary>The editor's copy of the query table, in TypeScript: written from the table itself, so that the two cannot differ.</summary>
public sealed class EditorTypesTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Editor_knows_the_queries_that_the_service_answers() =>
        Golden.Matches("../plugin/src/generated/queries.ts", await TypeScriptAsync());

    private async Task<string> TypeScriptAsync()
    {
        var text = new StringBuilder()
            .AppendLine("// Written by EditorTypesTests of the service's tests, with GITOPS_UPDATE_GOLDENS=1. Not to be changed by hand.")
            .AppendLine("import { QueryDescription } from '../queryDescription';")
            .AppendLine()
            .AppendLine("/** Every field of every query. */")
            .AppendLine("export interface QueryFields {");
        foreach (var parameters in Parameters.GroupBy(parameter => parameter.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
            text.AppendLine($"  {parameters.Key}?: {TypeOf([.. parameters])};");
        text.AppendLine("}")
            .AppendLine()
            .AppendLine("/** What the companion of this version can be asked. */")
            .Append("export const queries: QueryDescription[] = ").Append(await TableAsync()).AppendLine(";");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<QueryParameter> Parameters => QueryTable.All.SelectMany(query => query.Parameters).Where(parameter => parameter.IsApplied);

    /// <summary>One field has one type, whatever the query: where only some values are taken, those of all queries.</summary>
    private static string TypeOf(List<QueryParameter> parameters)
    {
        var kind = parameters.Select(parameter => parameter.Kind).Distinct().Should().ContainSingle().Which;
        var choices = parameters.Exists(parameter => parameter.Choices.Count == 0)
            ? []
            : parameters.SelectMany(parameter => parameter.Choices).Distinct().Order(StringComparer.Ordinal).Select(choice => $"'{choice}'").ToList();
        var text = choices.Count == 0 ? "string" : string.Join(" | ", choices);
        return kind switch
        {
            ParameterKind.List when choices.Count > 1 => $"Array<{text}>",
            ParameterKind.List => $"{text}[]",
            ParameterKind.Text => text,
            ParameterKind.Count => "number",
            _ => throw new InvalidOperationException($"The editor has no type for {kind}: choose one here."),
        };
    }

    private async Task<string> TableAsync()
    {
        var request = new ResourceRequest { Path = "queries", Method = "GET", Url = "queries", Headers = new Dictionary<string, IReadOnlyList<string>>(), Context = new PluginContext() };
        var response = await new ResourceTable(fixture.Stores).CallAsync(request, TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(JsonElement.Parse(response.Body.Span), Readable);
    }
}
