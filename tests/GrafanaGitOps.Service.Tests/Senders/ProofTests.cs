using System.Security.Cryptography;
using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Tests.Senders;

public sealed class ProofTests
{
    private const string Body = """{"a":1}""";

    [Theory]
    [InlineData("github", "X-Hub-Signature-256", "sha256={0}")]
    [InlineData("gitea", "X-Gitea-Signature", "{0}")]
    [InlineData("flux", "X-Signature", "sha256={0}")]
    public void Signature_is_taken_for_the_signed_body_and_the_secret_alone(string sender, string header, string form)
    {
        var right = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Deliveries.Signature(Body)[7..]);
        var other = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Deliveries.Signature(Body, "another")[7..]);
        const string differs = " does not fit the body: the sender signs with another secret, or something on the way changed the body.";

        Find(sender, Body, (header, right)).Should().BeNull();
        Find(sender, Body, (header, right.ToUpperInvariant().Replace("SHA256", "sha256"))).Should().BeNull();
        Find(sender, Body + " ", (header, right)).Should().Be(header + differs);
        Find(sender, Body, (header, other)).Should().Be(header + differs);
        Find(sender, Body).Should().Be($"{header} is missing. Give the sender the secret of this receiver.");
        Find(sender, Body, (header, right), (header, right)).Should().Be($"{header} is missing. Give the sender the secret of this receiver.");
        Find(sender, Body, (header, right[..^2])).Should().Be($"{header} must hold 64 hex digits.");
        Find(sender, Body, (header, right + "00")).Should().Be($"{header} must hold 64 hex digits.");
        Find(sender, Body, (header, right[..^1] + "g")).Should().Be($"{header} must hold 64 hex digits.");
    }

    [Fact]
    public void Flux_may_sign_with_longer_hashes()
    {
        var (sha384, sha512) = (HMACSHA384.HashData(Deliveries.Key, Bytes), HMACSHA512.HashData(Deliveries.Key, Bytes));

        Find("flux", Body, ("X-Signature", "sha384=" + Convert.ToHexStringLower(sha384))).Should().BeNull();
        Find("flux", Body, ("X-Signature", "sha512=" + Convert.ToHexStringLower(sha512))).Should().BeNull();
        Find("flux", Body, ("X-Signature", "sha512=" + Convert.ToHexStringLower(sha384))).Should().Be("X-Signature must hold 128 hex digits.");
        Find("flux", Body, ("X-Signature", "sha1=" + Convert.ToHexStringLower(HashSha1)))
            .Should().Be("X-Signature must begin with one of sha256, sha384, sha512: this is another kind of signature.");
    }

    [Theory]
    [InlineData("gitlab", "X-Gitlab-Token", "")]
    [InlineData("flux", "Authorization", "Bearer ")]
    public void Token_is_taken_when_it_is_the_secret(string sender, string header, string prefix)
    {
        Find(sender, Body, (header, prefix + Deliveries.Secret)).Should().BeNull();
        Find(sender, Body, (header, prefix + Deliveries.Secret + "x"))
            .Should().Be($"{header} holds another secret than this receiver has. Give the sender the secret of this receiver.");
        Find(sender, Body, (header, prefix + "x")).Should().Contain("another secret").And.NotContain(Deliveries.Secret);
    }

    [Fact]
    public void Token_without_its_scheme_is_refused()
    {
        Find("flux", Body, ("Authorization", Deliveries.Secret)).Should().Be("Authorization must begin with \"Bearer\".");
        Find("gitlab", Body).Should().Be("X-Gitlab-Token is missing. Give the sender the secret of this receiver.");
    }

    private static byte[] Bytes => System.Text.Encoding.UTF8.GetBytes(Body);

#pragma warning disable CA5350 // What must not be taken.
    private static byte[] HashSha1 => HMACSHA1.HashData(Deliveries.Key, Bytes);
#pragma warning restore CA5350

    private static string? Find(string sender, string body, params (string Name, string Value)[] headers) =>
        SenderTable.Find(sender)!.FindProblem(Deliveries.Request(body, headers), Deliveries.Key);
}
