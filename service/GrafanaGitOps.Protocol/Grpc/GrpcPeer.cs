using System.Net;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The other end of a connection; made into text only when somebody asks.</summary>
internal readonly record struct GrpcPeer(IPAddress? Address, int Port, string Fallback)
{
    public override string ToString() => Address is null ? Fallback : new IPEndPoint(Address, Port).ToString();
}
