using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Testing;

/// <summary>
/// A real go-plugin host (tests/interop/plugin-host), which starts a plugin as Grafana does and calls it. Each call is a command of
/// that program; its arguments are the fields of command.go. Disposing it ends host and plugin.
/// </summary>
internal sealed class PluginHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _pending = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Process _process;
    private readonly Task _reading;
    private int _lastId;

    private PluginHost(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>The process, network and address of the plugin that runs.</summary>
    public JsonNode Plugin { get; private set; } = new JsonObject();

    /// <summary>Starts a host, and in it a plugin from an executable.</summary>
    public static async Task<PluginHost> StartAsync(string executable, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Repository.InteropProgram("plugin-host")) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var host = new PluginHost(Process.Start(start)!);
        try
        {
            host.Plugin = (await host.SendAsync("start", new { path = executable, env = environment ?? new Dictionary<string, string>() }))!;
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command and gives its result; a <see cref="PluginHostException"/> when it failed.</summary>
    public async Task<JsonNode?> SendAsync(string command, object? arguments = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var line = JsonSerializer.SerializeToNode(arguments ?? new { }, JsonSerializerOptions.Web)!.AsObject();
        line["id"] = id;
        line["command"] = command;
        var outcome = _pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line.ToJsonString());
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        return await outcome.Task.WaitAsync(Wait.Patience);
    }

    /// <summary>Asks for the frames of queries, written as files into a folder; the answers by refId.</summary>
    public async Task<IReadOnlyDictionary<string, PluginAnswer>> QueryAsync(
        string folder, IReadOnlyList<object> queries, DateTimeOffset from, DateTimeOffset to, object? settings = null, string format = "ARROW") =>
        (await SendAsync("query", new
        {
            folder,
            queries,
            from = from.ToUnixTimeMilliseconds(),
            to = to.ToUnixTimeMilliseconds(),
            format,
            settings = settings ?? DataSource(),
        })).Deserialize<Dictionary<string, PluginAnswer>>(JsonSerializerOptions.Web)!;

    /// <summary>A data source's settings, as Grafana sends them along.</summary>
    public static object DataSource(string? token = null) => new
    {
        uid = "gitops",
        name = "GitOps",
        jsonData = new { },
        secrets = token is null ? [] : new Dictionary<string, string> { ["companionToken"] = token },
    };

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Wait.Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var outcome = JsonNode.Parse(line)!;
            if (!_pending.TryRemove((int)outcome["id"]!, out var pending)) continue;
            if (outcome["error"] is { } error) pending.SetException(new PluginHostException((string)error!, (string?)outcome["code"]));
            else pending.SetResult(outcome["result"]);
        }

        foreach (var pending in _pending.Values) pending.TrySetException(new PluginHostException("The plugin host has ended.", null));
    }
}

/// <summary>What one query came to.</summary>
/// <param name="Error">Empty when there is none.</param>
/// <param name="Status">An HTTP status.</param>
/// <param name="ErrorSource">plugin or downstream, with an error.</param>
/// <param name="Files">The frames.</param>
internal sealed record PluginAnswer(string Error, int Status, string ErrorSource, IReadOnlyList<string> Files);

/// <summary>A command of the plugin host that failed.</summary>
/// <param name="message">As the host says it.</param>
/// <param name="code">The name of the gRPC status, when it is one.</param>
internal sealed class PluginHostException(string message, string? code) : Exception(message)
{
    public string? Code { get; } = code;
}
