using System.Text.Json;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

/// <summary>The sample ledger and questions about it.</summary>
public sealed class LedgerFixture : IAsyncLifetime
{
    private readonly QueryFixture _queries = new();

    public async ValueTask InitializeAsync()
    {
        await _queries.InitializeAsync();
        await SampleLedger.StoreAsync(_queries.Store, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _queries.DisposeAsync();

    /// <summary>Each frame of the answer as indented JSON.</summary>
    internal async Task<string> AskAsync(QueryDefinition query, Dictionary<string, IReadOnlyList<string>>? values = null, int? limit = null, bool wholeTime = false)
    {
        using var runner = _queries.Runner();
        return await QueryFixture.JsonAsync(runner, new QueryRequest(query)
        {
            Values = values ?? [],
            Limit = limit ?? query.DefaultLimit ?? 1_000,
            From = wholeTime ? null : SampleLedger.At(8, 30),
            To = wholeTime ? null : SampleLedger.At(12, 0),
        });
    }

    internal async Task<JsonElement> FrameAsync(QueryDefinition query, Dictionary<string, IReadOnlyList<string>>? values = null, int? limit = null) =>
        JsonElement.Parse(await AskAsync(query, values, limit));

    internal static List<JsonElement> Column(JsonElement frame, string name)
    {
        var index = Fields(frame).FindIndex(field => field.GetProperty("name").GetString() == name);
        return [.. frame.GetProperty("data").GetProperty("values")[index].EnumerateArray()];
    }

    internal static List<JsonElement> Fields(JsonElement frame) => [.. frame.GetProperty("schema").GetProperty("fields").EnumerateArray()];

    internal static List<string> Notices(JsonElement frame) => frame.GetProperty("schema").GetProperty("meta").TryGetProperty("notices", out var notices)
        ? [.. notices.EnumerateArray().Select(notice => notice.GetProperty("text").GetString()!)] : [];
}
