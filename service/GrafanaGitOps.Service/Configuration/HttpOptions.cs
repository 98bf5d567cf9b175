namespace GrafanaGitOps.Service.Configuration;

/// <summary>The HTTP port for <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>IP address and port; port 0 picks a free one. Default <c>127.0.0.1:8080</c>.</summary>
    public string Address { get; set; } = "127.0.0.1:8080";

    /// <summary>Adds every error, each beginning with its key.</summary>
    public void Validate(string key, PluginOptions plugin, ICollection<string> errors)
    {
        if (!ListenAddress.TryParse(Address, out var endPoint, out var error))
        {
            errors.Add($"{key}.address {error}");
        }
        else if (!ListenAddress.IsLoopback(endPoint) && plugin.Token is null)
        {
            errors.Add(
                $"{key}.address {Address} can be reached from the network and shows names of repositories and figures about them without a password; "
                + "set plugin.token to confirm that the network is meant, or use a loopback address such as 127.0.0.1:8080.");
        }
    }
}
