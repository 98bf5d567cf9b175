using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>Forwards connections to a port of this machine, and can fail as networks do: refuse everything, or fall silent.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Connection> _connections = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _isRefusing;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => _connections.Count;

    /// <summary>Breaks every connection and closes new ones at once.</summary>
    public void Refuse()
    {
        _isRefusing = true;
        foreach (var connection in _connections) connection.Close();
    }

    public void Accept() => _isRefusing = false;

    /// <summary>Forwards nothing more on the connections there are, and leaves them open. New ones work.</summary>
    public void Freeze()
    {
        foreach (var connection in _connections) connection.IsFrozen = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in _connections) connection.Close();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptTcpClientAsync(_stop.Token);
            if (_isRefusing)
            {
                near.Dispose();
                continue;
            }

            var far = new TcpClient();
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            }
            catch (SocketException)
            {
                // Nobody listens there now: the same here.
                near.Dispose();
                far.Dispose();
                continue;
            }

            var connection = new Connection(near, far);
            _connections.Add(connection);
            connection.Start(_stop.Token);
        }
    }

    private sealed class Connection(TcpClient near, TcpClient far)
    {
        public volatile bool IsFrozen;

        public void Start(CancellationToken cancellationToken)
        {
            _ = PumpAsync(near, far, cancellationToken);
            _ = PumpAsync(far, near, cancellationToken);
        }

        public void Close()
        {
            near.Dispose();
            far.Dispose();
        }

        private async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.GetStream().ReadAsync(buffer, cancellationToken) is var read and > 0)
                {
                    if (!IsFrozen) await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                // One side has closed; so does the other.
            }

            if (!IsFrozen) Close();
        }
    }
}
