namespace GrafanaGitOps.Service.Configuration;

/// <summary>The port of Grafana's plugin protocol.</summary>
public sealed class PluginOptions
{
    private const int ShortestToken = 16;

    /// <summary>IP address and port; port 0 picks a free one. Default <c>127.0.0.1:10510</c>.</summary>
    public string Address { get; set; } = "127.0.0.1:10510";

    /// <summary>
    /// The secret that Grafana must send as the data source's <c>companionToken</c>, at least 16 characters (<c>plugin.token</c>, or the file
    /// named by <c>plugin.tokenFile</c>). Default none, which only a loopback address allows.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Adds every error, each beginning with its key.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (Token is { Length: < ShortestToken }) errors.Add($"{key}.token must have at least {ShortestToken} characters.");
        if (!ListenAddress.TryParse(Address, out var endPoint, out var error))
        {
            errors.Add($"{key}.address {error}");
        }
        else if (!ListenAddress.IsLoopback(endPoint) && Token is null)
        {
            errors.Add(
                $"{key}.address {Address} can be reached from the network, so {key}.token (or {key}.tokenFile) must be set; "
                + "put the same text into the data source's companionToken.");
        }
    }
}
