using GrafanaGitOps.Protocol.Plugin;
using Grpc.Core;
using Proto = GrafanaGitOps.Protocol.Plugin.Proto;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed class CompanionTokenTests : IDisposable
{
    private const string Token = "correct horse battery staple";

    private readonly TestLogs _logs = new();

    public void Dispose()
    {
        Assert.DoesNotContain(_logs.Lines, line => line.Contains(Token, StringComparison.Ordinal));
        _logs.Dispose();
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(Token + " ")]
    [InlineData(null)]
    public async Task Calls_wrongToken_getNothingButMetrics(string? token)
    {
        await using var client = await PluginClient.StartAsync(PluginServerTests.Handlers(), _logs, Token);
        var context = Context(token);

        var answer = (await QueryAsync(client, context)).Responses["A"];
        Assert.Equal((401, "downstream", CompanionToken.Refusal), (answer.Status, answer.ErrorSource, answer.Error));
        var health = await client.CallAsync("/pluginv2.Diagnostics/CheckHealth", new Proto.CheckHealthRequest { PluginContext = context }, Proto.CheckHealthResponse.Parser);
        Assert.Equal((Proto.CheckHealthResponse.Types.HealthStatus.Error, CompanionToken.Refusal), (health.Status, health.Message));
        var resource = await client.CallAsync("/pluginv2.Resource/CallResource", new Proto.CallResourceRequest { PluginContext = context }, Proto.CallResourceResponse.Parser);
        Assert.Equal(401, resource.Code);
        Assert.Contains("companionToken", resource.Body.ToStringUtf8(), StringComparison.Ordinal);
        var subscribed = await client.CallAsync("/pluginv2.Stream/SubscribeStream", new Proto.SubscribeStreamRequest { PluginContext = context, Path = "live" }, Proto.SubscribeStreamResponse.Parser);
        Assert.Equal(Proto.SubscribeStreamResponse.Types.Status.PermissionDenied, subscribed.Status);
        var running = await Assert.ThrowsAsync<RpcException>(() => client.StreamAsync(
            "/pluginv2.Stream/RunStream", new Proto.RunStreamRequest { PluginContext = context, Path = "live" }, Proto.StreamPacket.Parser));
        Assert.Equal(StatusCode.PermissionDenied, running.StatusCode);
        var chunk = await client.CallAsync(
            "/pluginv2.Data/QueryChunkedData",
            new Proto.QueryChunkedDataRequest { PluginContext = context, Queries = { new Proto.DataQuery { RefId = "A" } } },
            Proto.QueryChunkedDataResponse.Parser);
        Assert.Equal((401, 0), (chunk.Status, chunk.Frame.Length));

        var metrics = await client.CallAsync("/pluginv2.Diagnostics/CollectMetrics", new Proto.CollectMetricsRequest { PluginContext = context }, Proto.CollectMetricsResponse.Parser);
        Assert.Equal("up 1\n", metrics.Metrics.Prometheus.ToStringUtf8());
    }

    [Fact]
    public async Task Calls_rightToken_areAnswered()
    {
        await using var client = await PluginClient.StartAsync(PluginServerTests.Handlers(), _logs, Token);

        Assert.Equal(200, (await QueryAsync(client, Context(Token))).Responses["A"].Status);
    }

    [Fact]
    public void Admits_noTokenAskedFor_everyCall()
    {
        Assert.True(new CompanionToken(null).Admits(new()));
        Assert.False(new CompanionToken("").Admits(new()));
    }

    private static Proto.PluginContext Context(string? token) => token is null
        ? new()
        : new() { DataSourceInstanceSettings = new() { DecryptedSecureJsonData = { [CompanionToken.SettingsKey] = token } } };

    private static Task<Proto.QueryDataResponse> QueryAsync(PluginClient client, Proto.PluginContext context) => client.CallAsync(
        "/pluginv2.Data/QueryData",
        new Proto.QueryDataRequest { PluginContext = context, Queries = { new Proto.DataQuery { RefId = "A" } } },
        Proto.QueryDataResponse.Parser);
}
