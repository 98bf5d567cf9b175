using System.Net;

namespace GrafanaGitOps.Service.Hosting;

/// <summary>Where the service listens.</summary>
/// <param name="HandshakeLine">The plugin protocol, as go-plugin hosts read it.</param>
/// <param name="Plugin">The plugin protocol.</param>
/// <param name="Http">The HTTP port; null when there is none.</param>
public sealed record ServiceAddresses(string HandshakeLine, EndPoint Plugin, IPEndPoint? Http);
