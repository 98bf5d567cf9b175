using System.Runtime.CompilerServices;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Grpc.HealthMessages;
using GrafanaGitOps.Protocol.Plugin;
using Grpc.Core;
using Proto = GrafanaGitOps.Protocol.Plugin.Proto;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>How streams of the plugin protocol end.</summary>
public sealed class PluginStreamTests : IDisposable
{
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Stop_heldStreams_endAtOnce()
    {
        await using var client = await PluginClient.StartAsync(PluginServerTests.Handlers(), _logs);
        List<Task> held =
        [
            client.StreamAsync("/plugin.GRPCStdio/StreamStdio", new Proto.GoPlugin.Empty(), Proto.GoPlugin.StdioData.Parser),
            client.StreamAsync("/plugin.GRPCBroker/StartStream", new Proto.GoPlugin.ConnInfo(), Proto.GoPlugin.ConnInfo.Parser),
            client.StreamAsync("/grpc.health.v1.Health/Watch", new HealthCheckRequest { Service = "plugin" }, HealthCheckResponse.Parser),
        ];
        var first = new TaskCompletionSource();
        var running = client.StreamAsync("/pluginv2.Stream/RunStream", new Proto.RunStreamRequest { Path = "live" }, Proto.StreamPacket.Parser, _ => first.TrySetResult());
        await first.Task;

        await client.Server.StopAsync(TestContext.Current.CancellationToken);

        (await FluentActions.Awaiting(() => running).Should().ThrowExactlyAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
        foreach (var stream in held) (await PluginServerTests.StatusAsync(() => stream) is StatusCode.OK or StatusCode.Unavailable).Should().BeTrue();
    }

    [Theory]
    [InlineData("downstream", StatusCode.Unavailable, "The cluster is away: try again.")]
    [InlineData("plugin", StatusCode.Internal, "The live channel failed because of an error in the plugin;")]
    [InlineData("other", StatusCode.NotFound, "There is no such live channel.")]
    public async Task RunStream_failure_isItsStatus(string path, StatusCode code, string detail)
    {
        _logs.Expect("The live channel failed");
        await using var client = await PluginClient.StartAsync(PluginServerTests.Handlers(subscribe: request => request.Path switch
        {
            "downstream" => throw new PluginException("The cluster is away: try again.", 502, ErrorSource.Downstream),
            "plugin" => throw new InvalidOperationException("hunter2"),
            _ => null,
        }), _logs);

        var run = () => client.StreamAsync("/pluginv2.Stream/RunStream", new Proto.RunStreamRequest { Path = path }, Proto.StreamPacket.Parser);

        var status = (await run.Should().ThrowAsync<RpcException>()).Which.Status;
        status.StatusCode.Should().Be(code);
        status.Detail.Should().StartWith(detail);
    }

    [Fact]
    public async Task RunStream_viewerLeavesWhileFramesCome_endsTheChannelWithoutAnError()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = await PluginClient.StartAsync(
            PluginServerTests.Handlers(subscribe: _ => new LiveChannel(_ => Task.FromResult(PluginServerTests.Numbers(0)), cancellationToken => Endless(ended, cancellationToken))), _logs);
        using var leave = new CancellationTokenSource();

        var run = () => client.StreamAsync(
            "/pluginv2.Stream/RunStream", new Proto.RunStreamRequest { Path = "live" }, Proto.StreamPacket.Parser, _ => leave.Cancel(), leave.Token);

        (await run.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Cancelled);
        // An error in the log fails the test.
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static async IAsyncEnumerable<Frame> Endless(
        TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var value = 0; !cancellationToken.IsCancellationRequested; value++)
            {
                yield return PluginServerTests.Numbers(value);
                await Task.Yield();
            }
        }
        finally
        {
            ended.TrySetResult();
        }
    }
}
