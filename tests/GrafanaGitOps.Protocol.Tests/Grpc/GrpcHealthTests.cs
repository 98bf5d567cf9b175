using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Grpc.HealthMessages;
using ServingStatus = GrafanaGitOps.Protocol.Grpc.HealthMessages.HealthCheckResponse.Types.ServingStatus;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

public sealed class GrpcHealthTests
{
    [Fact]
    public async Task Watch_whenTheStatusChanges_sendsEachChangeOnce()
    {
        var health = new GrpcHealth();
        await using var server = await EchoServer.StartAsync(add: methods => methods.ServerStreaming<HealthCheckRequest, HealthCheckResponse>(
            "test", "Watch", HealthCheckRequest.Parser, health.WatchAsync));
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request("/test/Watch", GrpcTestClient.Frame(new HealthCheckRequest { Service = "late" }));
        using var response = await client.OpenAsync(request);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ServingStatus.ServiceUnknown, await ReadAsync(body));
        health.SetServing("other", serving: true);
        health.SetServing("late", serving: true);
        Assert.Equal(ServingStatus.Serving, await ReadAsync(body));
        health.SetServing("late", serving: false);
        Assert.Equal(ServingStatus.NotServing, await ReadAsync(body));
    }

    private static async Task<ServingStatus> ReadAsync(Stream body)
    {
        var header = new byte[GrpcFrame.HeaderSize];
        await body.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        var message = new byte[header[^1]];
        await body.ReadExactlyAsync(message, TestContext.Current.CancellationToken);
        return HealthCheckResponse.Parser.ParseFrom(message).Status;
    }
}
