using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>Unary echo of our gRPC server, in this process, against grpc-go's, driven in turns by the same grpc-go client.</summary>
internal static class GrpcEcho
{
    /// <summary>Odd, so that the median is a figure that was seen.</summary>
    private const int Rounds = 7;

    private const int Outstanding = 64;
    private const int Milliseconds = 1500;

    public static async Task RunAsync(Report report)
    {
        var interop = Path.GetFullPath("artifacts/interop");
        var client = Path.Combine(interop, "grpc-go-client");
        if (!File.Exists(client))
            throw new FileNotFoundException($"{client} is not there: run scripts/build-interop.sh, then this from the root of the checkout.");
        using var peer = Start(Path.Combine(interop, "grpc-go-server"));
        var peerAddress = await peer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("grpc-go-server printed no address.");

        await using var server = await GrpcServer.StartAsync(
            new(new IPEndPoint(IPAddress.Loopback, 0), NullLoggerFactory.Instance, TimeProvider.System, DrainTimeout: TimeSpan.Zero),
            services => services.AddSingleton<EchoService>(),
            routes => routes.MapGrpcService<EchoService>(),
            CancellationToken.None);

        try
        {
            foreach (var (connections, size) in new[] { (1, 32), (1, 1024), (16, 32), (16, 1024) })
                await CompareAsync(report, client, server.EndPoint.ToString()!, peerAddress, connections, size);
        }
        finally
        {
            peer.Kill();
        }
    }

    private static async Task CompareAsync(Report report, string client, string ours, string theirs, int connections, int size)
    {
        var rates = new (double Ours, double Theirs)[Rounds];
        await DriveAsync(client, ours, connections, size);
        for (var round = 0; round < Rounds; round++)
            rates[round] = (await DriveAsync(client, ours, connections, size), await DriveAsync(client, theirs, connections, size));

        var name = $"grpc echo, {size} bytes, {connections} connection{(connections == 1 ? "" : "s")}";
        report.Add($"{name}: ours", Median(rates.Select(rate => rate.Ours)), "calls/s");
        report.Add($"{name}: grpc-go", Median(rates.Select(rate => rate.Theirs)), "calls/s");
        report.AtLeast($"{name}: ratio", Median(rates.Select(rate => rate.Ours / rate.Theirs)), "x", 1.0);
    }

    private static async Task<double> DriveAsync(string client, string address, int connections, int size)
    {
        using var process = Start(client, "benchmark", address, Text(connections), Text(Outstanding), Text(size), Text(Milliseconds));
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{client} ended with {process.ExitCode}; its error output says why.");
        return JsonDocument.Parse(output).RootElement.GetProperty("callsPerSecond").GetDouble();
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
        ?? throw new InvalidOperationException($"{program} did not start.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private sealed class EchoService : Benchmark.BenchmarkBase
    {
        public override Task<BytesValue> Echo(BytesValue request, ServerCallContext context) =>
            Task.FromResult(new BytesValue { Value = request.Value });
    }
}
