namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Who asks, and with which settings; travels in every call.</summary>
public sealed record PluginContext
{
    /// <summary>Grafana's organization.</summary>
    public long OrgId { get; init; }

    /// <summary>Our plugin id.</summary>
    public string PluginId { get; init; } = "";

    /// <summary>The plugin's version as Grafana knows it; empty before Grafana 10.</summary>
    public string PluginVersion { get; init; } = "";

    /// <summary>Null when Grafana's backend asks, as for alert rules.</summary>
    public PluginUser? User { get; init; }

    /// <summary>Null in calls that concern no data source, such as the collection of metrics.</summary>
    public DataSourceSettings? DataSource { get; init; }

    /// <summary>Null for a data source.</summary>
    public AppSettings? App { get; init; }

    /// <summary>Grafana's own settings that it shares with plugins.</summary>
    public IReadOnlyDictionary<string, string> GrafanaConfig { get; init; } = new Dictionary<string, string>();

    /// <summary>Grafana's product and version, as in <c>Grafana/12.2.0 (linux; amd64)</c>.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The version of the API that was called.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Grafana's namespace (stack or organization).</summary>
    public string Namespace { get; init; } = "";
}

/// <summary>The person behind a call.</summary>
/// <param name="Login">Login name.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address.</param>
/// <param name="Role">Viewer, Editor or Admin.</param>
public sealed record PluginUser(string Login, string Name, string Email, string Role);

/// <summary>A configured data source.</summary>
public sealed record DataSourceSettings
{
    /// <summary>Its number in Grafana's database.</summary>
    public long Id { get; init; }

    /// <summary>Its stable id.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The name that people gave it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its URL field.</summary>
    public string Url { get; init; } = "";

    /// <summary>Its user field.</summary>
    public string User { get; init; } = "";

    /// <summary>Its database field.</summary>
    public string Database { get; init; } = "";

    /// <summary>Whether basic authentication is on.</summary>
    public bool BasicAuthEnabled { get; init; }

    /// <summary>The user of basic authentication.</summary>
    public string BasicAuthUser { get; init; } = "";

    /// <summary>The plugin's own settings, JSON.</summary>
    public ReadOnlyMemory<byte> JsonData { get; init; }

    /// <summary>Secrets. Never log, never put in an error.</summary>
    public IReadOnlyDictionary<string, string> SecureJsonData { get; init; } = new Dictionary<string, string>();

    /// <summary>When the settings were last saved.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>The version of the settings' API.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Leaves the secrets out, so that a logged record shows none.</summary>
    public override string ToString() => $"data source {Name} ({Uid})";
}

/// <summary>Settings of an app plugin; a data source has none.</summary>
public sealed record AppSettings
{
    /// <summary>The plugin's own settings, JSON.</summary>
    public ReadOnlyMemory<byte> JsonData { get; init; }

    /// <summary>Secrets. Never log, never put in an error.</summary>
    public IReadOnlyDictionary<string, string> SecureJsonData { get; init; } = new Dictionary<string, string>();

    /// <summary>When the settings were last saved.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>The version of the settings' API.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Leaves the secrets out, so that a logged record shows none.</summary>
    public override string ToString() => "app settings";
}
