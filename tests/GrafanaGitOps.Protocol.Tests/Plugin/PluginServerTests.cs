using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Protocol.Tests.Frames;
using Grpc.Core;
using Proto = GrafanaGitOps.Protocol.Plugin.Proto;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed class PluginServerTests : IDisposable
{
    private static readonly string[] Experimental = ["AdmissionControl", "ResourceConversion"];

    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Methods_everyOneOfTheProtocol_isServed()
    {
        await using var client = await PluginClient.StartAsync(Handlers(), _logs);
        FileDescriptor[] files = [Proto.QueryDataRequest.Descriptor.File, Proto.GoPlugin.Empty.Descriptor.File];
        foreach (var method in files.SelectMany(file => file.Services).SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming))
        {
            // The stream that is held open ends with the server.
            if (method.Name == "StreamStdio") continue;
            var status = await StatusAsync(() => client.StreamAsync($"/{method.Service.FullName}/{method.Name}", method.InputType.Parser.ParseFrom(ByteString.Empty), Proto.GoPlugin.Empty.Parser));
            (status == StatusCode.Unimplemented).Should().Be(Experimental.Contains(method.Service.Name));
        }
    }

    [Fact]
    public async Task QueryData_everyKindOfFailure_isTheQuerysOwn()
    {
        _logs.Expect("Query secret failed");
        _logs.Expect("Query uneven failed");
        await using var client = await PluginClient.StartAsync(Handlers(query: (query, _) => query.RefId switch
        {
            "down" => throw new PluginException("The remote refused: give it a token.", 502, ErrorSource.Downstream, new IOException("inner")),
            "secret" => throw new InvalidOperationException("password=hunter2"),
            "timeout" => throw new PluginException("It took longer than 30 s: ask for less.", 504, ErrorSource.Downstream),
            "uneven" => Task.FromResult<IReadOnlyList<Frame>>([Uneven()]),
            "none" => Task.FromResult<IReadOnlyList<Frame>>([]),
            _ => Task.FromResult<IReadOnlyList<Frame>>([Numbers(1), Numbers(2)]),
        }), _logs);

        var response = (await QueryAsync(client, "down", "secret", "timeout", "uneven", "none", "", "A", "twice", "twice")).Responses;

        response.Should().HaveCount(8);
        Error(response["down"]).Should().Be((502, "downstream", "The remote refused: give it a token."));
        Error(response["timeout"]).Should().Be((504, "downstream", "It took longer than 30 s: ask for less."));
        (response["secret"].Status, response["secret"].ErrorSource).Should().Be((500, "plugin"));
        var id = _logs.Lines
            .Should().ContainSingle(line => line.Contains("Query secret failed", StringComparison.Ordinal)).Which.Split("error id ")[1][..8];
        response["secret"].Error
            .Should().Be($"Query secret failed because of an error in the plugin; the plugin's log says more under error id {id}.");
        response["uneven"].Error.Should().Contain("\"b\"");
        Error(response["none"]).Should().Be((200, "", ""));
        Error(response[""]).Should().Be((200, "", ""));
        response["A"].Frames.Should().HaveCount(2);
        Error(response["twice"]).Should().Be((400, "downstream", "Query twice is in the request 2 times: give each query a refId of its own."));
    }

    [Fact]
    public async Task QueryData_queries_runSideBySide()
    {
        using var both = new CountdownEvent(2);
        await using var client = await PluginClient.StartAsync(Handlers(query: (_, cancellationToken) =>
        {
            // Each blocks its thread until the other is there.
            both.Signal();
            both.Wait(cancellationToken);
            return Task.FromResult<IReadOnlyList<Frame>>([]);
        }), _logs);

        (await QueryAsync(client, "A", "B")).Responses.Values.Should().AllSatisfy(answer => answer.Status.Should().Be(200));
    }

    [Fact]
    public async Task QueryData_manyAtATime_eachGetsItsOwnCells()
    {
        // Answers lie in memory of the pool: what goes back before it is sent comes to another call, which writes its own cells there.
        await using var client = await PluginClient.StartAsync(
            Handlers(query: (query, _) => Task.FromResult<IReadOnlyList<Frame>>([Numbers(long.Parse(query.RefId, CultureInfo.InvariantCulture), rows: 5_000)])), _logs);

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (call, _) =>
        {
            var frames = (await QueryAsync(client, $"{call}", $"{-call - 1}")).Responses;
            foreach (var (refId, answer) in frames)
            {
                var cells = ArrowFiles.Read(answer.Frames.Should().ContainSingle().Which.ToByteArray()).Fields[0].Cells;
                cells.Count(cell => cell == refId).Should().Be(5_000);
                cells.Should().HaveCount(5_000);
            }
        });
    }

    [Fact]
    public async Task QueryData_overLimits_isRefused()
    {
        await using var client = await PluginClient.StartAsync(Handlers(), _logs);

        var many = await QueryAsync(client, [.. Enumerable.Range(0, 101).Select(index => $"{index}")]);
        many.Responses.Should().HaveCount(101);
        Error(many.Responses["100"])
            .Should().Be((400, "downstream", "The request holds 101 queries and may hold 100: spread them over several panels."));

        var large = new Proto.QueryDataRequest { Queries = { new Proto.DataQuery { RefId = "A", Json = ByteString.CopyFrom(new byte[300_000]) } } };
        var refused = await client.CallAsync("/pluginv2.Data/QueryData", large, Proto.QueryDataResponse.Parser);
        Error(refused.Responses["A"])
            .Should().Be((400, "downstream", "Query A has 300000 bytes of JSON and may have 262144: choose fewer values in its filters."));
    }

    [Fact]
    public async Task QueryData_json_isAskedForByFormat()
    {
        await using var client = await PluginClient.StartAsync(Handlers(), _logs);
        var request = new Proto.QueryDataRequest { Format = Proto.DataFrameFormat.Json, Queries = { new Proto.DataQuery { RefId = "A" } } };

        var answer = (await client.CallAsync("/pluginv2.Data/QueryData", request, Proto.QueryDataResponse.Parser)).Responses["A"];

        answer.Format.Should().Be(Proto.DataFrameFormat.Json);
        answer.Frames.Should().ContainSingle().Which.ToStringUtf8().Should().Be(
            """{"schema":{"name":"numbers","refId":"A","fields":[{"name":"n","type":"number","typeInfo":{"frame":"int64"}}]},"data":{"values":[[7]]}}""");
    }

    [Fact]
    public async Task QueryChunkedData_eachFrame_isItsOwnMessage()
    {
        await using var client = await PluginClient.StartAsync(
            Handlers(query: (query, _) => Task.FromResult<IReadOnlyList<Frame>>(query.RefId == "A" ? [Numbers(1), Numbers(2)] : [])), _logs);
        var request = new Proto.QueryChunkedDataRequest { Queries = { new Proto.DataQuery { RefId = "A" }, new Proto.DataQuery { RefId = "B" } } };

        var chunks = await client.StreamAsync("/pluginv2.Data/QueryChunkedData", request, Proto.QueryChunkedDataResponse.Parser);

        chunks.Select(chunk => $"{chunk.RefId} {chunk.FrameId} {chunk.Frame.Length > 0}").Order(StringComparer.Ordinal)
            .Should().Equal("A 0 True", "A 1 True", "B  False");
    }

    [Fact]
    public async Task CallResource_largeBody_comesInParts()
    {
        var body = new byte[(2 * 1024 * 1024) + 3];
        Random.Shared.NextBytes(body);
        await using var client = await PluginClient.StartAsync(Handlers(resource: (_, _) => Task.FromResult(new ResourceResponse(201, "application/json", body))), _logs);

        var parts = await client.StreamAsync("/pluginv2.Resource/CallResource", new Proto.CallResourceRequest(), Proto.CallResourceResponse.Parser);

        parts.Select(part => (part.Code, part.Headers.Count, part.Body.Length)).Should().Equal((201, 1, 1024 * 1024), (0, 0, 1024 * 1024), (0, 0, 3));
        parts.SelectMany(part => part.Body).Should().Equal(body);
    }

    [Fact]
    public async Task CallResource_failure_isAStatusWithMessage()
    {
        _logs.Expect("The resource call failed");
        await using var client = await PluginClient.StartAsync(Handlers(resource: (request, _) =>
            throw (request.Path == "known" ? new PluginException("There is no repository \"x\".", 404, ErrorSource.Downstream) : new InvalidOperationException("hunter2"))), _logs);

        var known = await client.CallAsync("/pluginv2.Resource/CallResource", new Proto.CallResourceRequest { Path = "known" }, Proto.CallResourceResponse.Parser);
        (known.Code, known.Body.ToStringUtf8()).Should().Be((404, """{"message":"There is no repository \u0022x\u0022."}"""));
        var unknown = await client.CallAsync("/pluginv2.Resource/CallResource", new Proto.CallResourceRequest(), Proto.CallResourceResponse.Parser);
        unknown.Code.Should().Be(500);
        unknown.Body.ToStringUtf8().Should().NotContain("hunter2");
    }

    [Fact]
    public async Task CheckHealth_failure_isAnErrorWithMessage()
    {
        _logs.Expect("The health check failed");
        await using var client = await PluginClient.StartAsync(Handlers(health: (_, _) => throw new InvalidOperationException("hunter2")), _logs);

        var health = await client.CallAsync("/pluginv2.Diagnostics/CheckHealth", new Proto.CheckHealthRequest(), Proto.CheckHealthResponse.Parser);

        health.Status.Should().Be(Proto.CheckHealthResponse.Types.HealthStatus.Error);
        health.Message.Should().StartWith("The health check failed because of an error in the plugin;");
    }

    [Fact]
    public async Task CollectMetrics_failure_isInternalAndTellsNothing()
    {
        _logs.Expect("The collection of metrics failed");
        await using var client = await PluginClient.StartAsync(Handlers(metrics: _ => throw new InvalidOperationException("hunter2")), _logs);

        var call = () => client.CallAsync("/pluginv2.Diagnostics/CollectMetrics", new Proto.CollectMetricsRequest(), Proto.CollectMetricsResponse.Parser);

        var status = (await call.Should().ThrowAsync<RpcException>()).Which.Status;
        status.StatusCode.Should().Be(StatusCode.Internal);
        status.Detail.Should().StartWith("The collection of metrics failed because of an error in the plugin;");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shutdown_endsSpawnedAndNoCompanion(bool spawned)
    {
        await using var client = await PluginClient.StartAsync(Handlers(), _logs, spawned: spawned);

        await client.CallAsync("/plugin.GRPCController/Shutdown", new Proto.GoPlugin.Empty(), Proto.GoPlugin.Empty.Parser);

        client.Server.ShutdownRequested.IsCompleted.Should().Be(spawned);
    }

    internal static PluginHandlers Handlers(
        Func<PluginQuery, CancellationToken, Task<IReadOnlyList<Frame>>>? query = null,
        Func<PluginContext, CancellationToken, Task<HealthResult>>? health = null,
        Func<ResourceRequest, CancellationToken, Task<ResourceResponse>>? resource = null,
        Func<StreamRequest, LiveChannel?>? subscribe = null,
        Func<CancellationToken, Task<ReadOnlyMemory<byte>>>? metrics = null) => new()
        {
            Query = query ?? ((_, _) => Task.FromResult<IReadOnlyList<Frame>>([Numbers(7)])),
            CheckHealth = health ?? ((_, _) => Task.FromResult(new HealthResult(true, "works"))),
            CallResource = resource ?? ((_, _) => Task.FromResult(new ResourceResponse(200, "text/plain", Encoding.UTF8.GetBytes("body")))),
            Subscribe = (request, _) => Task.FromResult(
                subscribe is not null ? subscribe(request) : request.Path == "live" ? new LiveChannel(_ => Task.FromResult(Numbers(0)), OneThenWait) : null),
            CollectMetrics = metrics ?? (_ => Task.FromResult<ReadOnlyMemory<byte>>("up 1\n"u8.ToArray())),
        };

    internal static Task<Proto.QueryDataResponse> QueryAsync(PluginClient client, params string[] refIds) => client.CallAsync(
        "/pluginv2.Data/QueryData",
        new Proto.QueryDataRequest { Queries = { refIds.Select(refId => new Proto.DataQuery { RefId = refId }) } },
        Proto.QueryDataResponse.Parser);

    private static async IAsyncEnumerable<Frame> OneThenWait([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Numbers(1);
        await Wait.UntilCancelledAsync(cancellationToken);
    }

    private static (int Status, string Source, string Error) Error(Proto.DataResponse answer) => (answer.Status, answer.ErrorSource, answer.Error);

    internal static Frame Numbers(long value, int rows = 1)
    {
        var field = new NumberField<long>("n");
        for (var row = 0; row < rows; row++) field.Append(value);
        return new("numbers", field);
    }

    private static Frame Uneven()
    {
        var longer = new NumberField<long>("b");
        longer.Append(1);
        return new("uneven", new NumberField<long>("a"), longer);
    }

    internal static async Task<StatusCode> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }
}
