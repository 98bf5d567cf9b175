using System.Security.Cryptography;
using System.Text;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Admits calls whose data source carries the companion's token. Without a token to ask for it admits every call.</summary>
internal sealed class CompanionToken(string? token)
{
    public const string SettingsKey = "companionToken";

    public const string Refusal =
        "The companion did not accept this data source's token: in the data source's settings, set the companion token "
        + $"(secureJsonData.{SettingsKey}) to the token that the companion was started with.";

    // Hashes have one length, so that comparing them tells nothing about the token's.
    private readonly byte[]? _hash = token is null ? null : Hash(token);

    /// <summary>Null when the call is admitted.</summary>
    public PluginException? Refuse(PluginContext context) => Admits(context) ? null : new(Refusal, 401, ErrorSource.Downstream);

    public bool Admits(PluginContext context)
    {
        if (_hash is null) return true;
        var given = context.DataSource?.SecureJsonData.GetValueOrDefault(SettingsKey) ?? "";
        return CryptographicOperations.FixedTimeEquals(_hash, Hash(given)) && given.Length > 0;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
