using System.Net;
using Google.Protobuf;
using GrafanaGitOps.Protocol.Plugin;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>A plugin server in the test's process, and a client for it that sends whatever it is told: for what no well-behaved host would send.</summary>
internal sealed class PluginClient : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private PluginClient(PluginServer server)
    {
        Server = server;
        _channel = GrpcChannel.ForAddress($"http://{server.EndPoint}");
    }

    public PluginServer Server { get; }

    public static async Task<PluginClient> StartAsync(PluginHandlers handlers, TestLogs logs, string? token = null, bool spawned = false)
    {
        var options = new PluginServerOptions { Spawned = spawned, EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Token = token };
        return new(await PluginServer.StartAsync(options, handlers, logs, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : class, IMessage<TResponse> => (await StreamAsync(method, request, parser)).Should().ContainSingle().Which;

    /// <summary>All responses; on the wire, one response is a stream of one. An <see cref="RpcException"/> for any status but OK.</summary>
    /// <param name="path">As <c>/package.Service/Method</c>.</param>
    /// <param name="request">The one request.</param>
    /// <param name="parser">Reads the responses.</param>
    /// <param name="onMessage">Told of each response as it comes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<List<TResponse>> StreamAsync<TResponse>(
        string path, IMessage request, MessageParser<TResponse> parser, Action<TResponse>? onMessage = null, CancellationToken? cancellationToken = null)
        where TResponse : class, IMessage<TResponse>
    {
        var method = new Method<IMessage, TResponse>(
            MethodType.ServerStreaming,
            path.Split('/')[1],
            path.Split('/')[2],
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom));
        var options = new CallOptions(cancellationToken: cancellationToken ?? TestContext.Current.CancellationToken);
        using var call = _channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, options, request);
        var messages = new List<TResponse>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            messages.Add(message);
            onMessage?.Invoke(message);
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Server.DisposeAsync();
    }
}
