using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.TestPlugin;
using Microsoft.Extensions.Logging;

// A plugin for the tests: spawned when its host's cookie is there, else a companion on the port given (0 picks one).
var spawned = Handshake.IsSpawned(Environment.GetEnvironmentVariable);
using var provider = new HclogLoggerProvider(Console.OpenStandardError(), TimeProvider.System);
using var loggerFactory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(provider));
var handlers = new TestHandlers(loggerFactory);
var options = new PluginServerOptions
{
    Spawned = spawned,
    EndPoint = spawned ? null : new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)),
    Token = Environment.GetEnvironmentVariable("TEST_TOKEN"),
};

await using var server = await PluginServer.StartAsync(options, handlers.Table, loggerFactory, TimeProvider.System, CancellationToken.None);
var terminated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    handlers.Release();
    terminated.TrySetResult();
});
Console.Out.WriteLine(server.HandshakeLine);
await Task.WhenAny(server.ShutdownRequested, terminated.Task);
await server.StopAsync(CancellationToken.None);
