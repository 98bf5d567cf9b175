using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Tests.Queries;
using GrafanaGitOps.Service.Tests.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Asks saved queries the way the service is asked: parsed by its own parser, answered out of the sample applications.</summary>
public sealed class SampleAnswers : IAsyncLifetime
{
    private readonly ApplicationFixture _applications = new();

    public async ValueTask InitializeAsync() => await _applications.InitializeAsync();

    public ValueTask DisposeAsync() => _applications.DisposeAsync();

    /// <summary>The column names of every frame of the answer.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<string>>> ColumnsAsync(JsonObject query, bool isAlert = false)
    {
        using var runner = _applications.Queries.Runner();
        var request = QueryParser.Parse(Question(query, isAlert), new QueryOptions());
        var frames = await runner.RunAsync(request, TestContext.Current.CancellationToken);
        var columns = frames.Select(frame => (IReadOnlyList<string>)[.. frame.Fields.Select(field => field.Name)]).ToList();
        foreach (var frame in frames) frame.Dispose();
        return columns;
    }

    private static PluginQuery Question(JsonObject query, bool isAlert) => new()
    {
        RefId = (string)query["refId"]!,
        QueryType = (string)query["queryType"]!,
        From = QueryFixture.Now.AddHours(-3),
        To = QueryFixture.Now,
        Json = Encoding.UTF8.GetBytes(query.ToJsonString()),
        Context = new PluginContext(),
        Headers = isAlert ? new Dictionary<string, string> { ["FromAlert"] = "true" } : [],
    };
}
