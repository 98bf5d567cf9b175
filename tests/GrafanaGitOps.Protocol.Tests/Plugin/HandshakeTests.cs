using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed class HandshakeTests
{
    [Fact]
    public void Line_eachKindOfAddress_isGoPlugins()
    {
        Handshake.Line(new UnixDomainSocketEndPoint("/tmp/a/plugin.sock")).Should().Be("1|2|unix|/tmp/a/plugin.sock|grpc");
        Handshake.Line(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 4000)).Should().Be("1|2|tcp|10.0.0.1:4000|grpc");
        Handshake.Line(new IPEndPoint(IPAddress.IPv6Loopback, 4000)).Should().Be("1|2|tcp|[::1]:4000|grpc");
        Handshake.Line(new IPEndPoint(IPAddress.Any, 4000)).Should().Be("1|2|tcp|127.0.0.1:4000|grpc");
        Handshake.Line(new IPEndPoint(IPAddress.IPv6Any, 4000)).Should().Be("1|2|tcp|[::1]:4000|grpc");
        FluentActions.Invoking(() => Handshake.Line(new DnsEndPoint("localhost", 1))).Should().ThrowExactly<ArgumentException>();
    }

    [Theory]
    [InlineData("datasource", true)]
    [InlineData("panel", false)]
    [InlineData(null, false)]
    public void IsSpawned_byCookie(string? cookie, bool spawned) =>
        Handshake.IsSpawned(name => name == "grafana_plugin_type" ? cookie : null).Should().Be(spawned);

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("2", null)]
    [InlineData("1, 2", null)]
    [InlineData("1,3", "The host speaks plugin protocol 1,3 (PLUGIN_PROTOCOL_VERSIONS), this plugin 2: use Grafana 7 or newer.")]
    [InlineData("x", "The host speaks plugin protocol x (PLUGIN_PROTOCOL_VERSIONS), this plugin 2: use Grafana 7 or newer.")]
    public void RefuseVersions_withoutOurs_saysSo(string? versions, string? message) =>
        Handshake.RefuseVersions(name => name == "PLUGIN_PROTOCOL_VERSIONS" ? versions : null).Should().Be(message);
}
