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
        _logs.Lines.Should().NotContain(line => line.Contains(Token, StringComparison.Ordinal));
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
        (answer.Status, answer.ErrorSource, answer.Error).Should().Be((401, "downstream", CompanionToken.Refusal));
        var health = await client.CallAsync("/pluginv2.Diagnostics/CheckHealth", new Proto.CheckHealthRequest { PluginContext = context }, Proto.CheckHealthResponse.Parser);
        (health.Status, health.Message).Should().Be((Proto.CheckHealthResponse.Types.HealthStatus.Error, CompanionToken.Refusal));
        var resource = await client.CallAsync("/pluginv2.Resource/CallResource", new Proto.CallResourceRequest { PluginContext = context }, Proto.CallResourceResponse.Parser);
        resource.Code.Should().Be(401);
        resource.Body.ToStringUtf8().Should().Contain("companionToken");
        var subscribed = await client.CallAsync("/pluginv2.Stream/SubscribeStream", new Proto.SubscribeStreamRequest { PluginContext = context, Path = "live" }, Proto.SubscribeStreamResponse.Parser);
        subscribed.Status.Should().Be(Proto.SubscribeStreamResponse.Types.Status.PermissionDenied);
        var running = (await FluentActions.Awaiting(() => client.StreamAsync(
            "/pluginv2.Stream/RunStream", new Proto.RunStreamRequest { PluginContext = context, Path = "live" }, Proto.StreamPacket.Parser)).Should().ThrowExactlyAsync<RpcException>()).Which;
        running.StatusCode.Should().Be(StatusCode.PermissionDenied);
        var chunk = await client.CallAsync(
            "/pluginv2.Data/QueryChunkedData",
            new Proto.QueryChunkedDataRequest { PluginContext = context, Queries = { new Proto.DataQuery { RefId = "A" } } },
            Proto.QueryChunkedDataResponse.Parser);
        (chunk.Status, chunk.Frame.Length).Should().Be((401, 0));

        var metrics = await client.CallAsync("/pluginv2.Diagnostics/CollectMetrics", new Proto.CollectMetricsRequest { PluginContext = context }, Proto.CollectMetricsResponse.Parser);
        metrics.Metrics.Prometheus.ToStringUtf8().Should().Be("up 1\n");
    }

    [Fact]
    public async Task Calls_rightToken_areAnswered()
    {
        await using var client = await PluginClient.StartAsync(PluginServerTests.Handlers(), _logs, Token);

        (await QueryAsync(client, Context(Token))).Responses["A"].Status.Should().Be(200);
    }

    [Fact]
    public void Admits_noTokenAskedFor_everyCall()
    {
        new CompanionToken(null).Admits(new()).Should().BeTrue();
        new CompanionToken("").Admits(new()).Should().BeFalse();
    }

    private static Proto.PluginContext Context(string? token) => token is null
        ? new()
        : new() { DataSourceInstanceSettings = new() { DecryptedSecureJsonData = { [CompanionToken.SettingsKey] = token } } };

    private static Task<Proto.QueryDataResponse> QueryAsync(PluginClient client, Proto.PluginContext context) => client.CallAsync(
        "/pluginv2.Data/QueryData",
        new Proto.QueryDataRequest { PluginContext = context, Queries = { new Proto.DataQuery { RefId = "A" } } },
        Proto.QueryDataResponse.Parser);
}
