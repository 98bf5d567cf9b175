using System.Diagnostics;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>Clients that other people wrote, from tests/interop; what each must see is in golden/SCENARIO.json, the same for all.</summary>
public sealed class InteropTests
{
    public static TheoryData<string> Scenarios =>
    [
        "kinds", "concurrent", "sizes", "gzip", "metadata", "statuses", "deadline", "cancel", "slow-reader", "health",
    ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task GrpcGo_overTcp_seesWhatIsExpected(string scenario)
    {
        await using var server = await EchoServer.StartAsync();
        await RunAsync(server, scenario, Repository.InteropProgram("grpc-go-client"));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task GrpcGo_overUnixSocket_seesWhatIsExpected(string scenario)
    {
        await using var server = await EchoServer.StartAsync(unixSocket: true);
        await RunAsync(server, scenario, Repository.InteropProgram("grpc-go-client"));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task GrpcJs_overTcp_seesWhatIsExpected(string scenario)
    {
        await using var server = await EchoServer.StartAsync();
        await RunAsync(server, scenario, Prerequisite.Program("node"), Repository.InteropProgram("grpc-js/client.js"));
    }

    [Fact]
    public async Task GrpcGo_sendsTooLargeMessage_seesWhatIsExpected()
    {
        await using var server = await EchoServer.StartAsync();
        await RunAsync(server, "too-large", Repository.InteropProgram("grpc-go-client"));
    }

    [Fact]
    public async Task GrpcGo_thatDisappears_cancelsItsCall()
    {
        await using var server = await EchoServer.StartAsync();
        (await RunClientAsync(server, "disappear", Repository.InteropProgram("grpc-go-client"))).Should().BeEmpty();
        await server.Service.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
        server.Service.Written.Should().BeInRange(1, 999);
    }

    [Fact]
    public async Task GrpcJs_thatDisappears_cancelsItsCall()
    {
        await using var server = await EchoServer.StartAsync();
        (await RunClientAsync(server, "disappear", Prerequisite.Program("node"), Repository.InteropProgram("grpc-js/client.js"))).Should().BeEmpty();
        await server.Service.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
        server.Service.Written.Should().BeInRange(1, 999);
    }

    private static async Task RunAsync(EchoServer server, string scenario, params string[] client)
    {
        if (scenario == "statuses") server.Logs.Expect("secret of the handler");
        Golden.Matches($"GrafanaGitOps.Protocol.Tests/Grpc/golden/{scenario}.json", await RunClientAsync(server, scenario, client));
        if (scenario == "cancel") await server.Service.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> RunClientAsync(EchoServer server, string scenario, params string[] client)
    {
        var start = new ProcessStartInfo(client[0], [.. client[1..], scenario, server.Address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, $"{scenario} ended with {process.ExitCode}: {await errors}");
        return await output;
    }
}
