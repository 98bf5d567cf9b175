using Google.Protobuf.Collections;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Grafana's messages as our own types. Bytes and maps are not copied: a message belongs to its call alone.</summary>
internal static class ConvertFromProto
{
    public static PluginContext Context(Proto.PluginContext? context) => context is null ? new() : new()
    {
        OrgId = context.OrgId,
        PluginId = context.PluginId,
        PluginVersion = context.PluginVersion,
        User = context.User is { } user ? new(user.Login, user.Name, user.Email, user.Role) : null,
        DataSource = context.DataSourceInstanceSettings is { } dataSource ? DataSource(dataSource) : null,
        App = context.AppInstanceSettings is { } app ? App(app) : null,
        GrafanaConfig = context.GrafanaConfig,
        UserAgent = context.UserAgent,
        ApiVersion = context.ApiVersion,
        Namespace = context.Namespace,
    };

    public static PluginQuery Query(Proto.DataQuery query, PluginContext context, MapField<string, string> headers) => new()
    {
        RefId = query.RefId,
        QueryType = query.QueryType,
        MaxDataPoints = query.MaxDataPoints,
        Interval = TimeSpan.FromMilliseconds(Math.Clamp(query.IntervalMS, 0, (long)TimeSpan.MaxValue.TotalMilliseconds)),
        From = Time(query.TimeRange?.FromEpochMS ?? 0),
        To = Time(query.TimeRange?.ToEpochMS ?? 0),
        Json = query.Json.Memory,
        Context = context,
        Headers = headers,
    };

    public static ResourceRequest Resource(Proto.CallResourceRequest request) => new()
    {
        Path = request.Path,
        Method = request.Method,
        Url = request.Url,
        Headers = request.Headers.ToDictionary(
            header => header.Key, header => (IReadOnlyList<string>)header.Value.Values, StringComparer.OrdinalIgnoreCase),
        Body = request.Body.Memory,
        Context = Context(request.PluginContext),
    };

    public static StreamRequest Subscription(Proto.SubscribeStreamRequest request) => new()
    {
        Path = request.Path,
        Data = request.Data.Memory,
        Headers = request.Headers,
        Context = Context(request.PluginContext),
    };

    public static StreamRequest Run(Proto.RunStreamRequest request) => new()
    {
        Path = request.Path,
        Data = request.Data.Memory,
        Headers = request.Headers,
        Context = Context(request.PluginContext),
    };

    private static DataSourceSettings DataSource(Proto.DataSourceInstanceSettings settings) => new()
    {
        Id = settings.Id,
        Uid = settings.Uid,
        Name = settings.Name,
        Url = settings.Url,
        User = settings.User,
        Database = settings.Database,
        BasicAuthEnabled = settings.BasicAuthEnabled,
        BasicAuthUser = settings.BasicAuthUser,
        JsonData = settings.JsonData.Memory,
        SecureJsonData = settings.DecryptedSecureJsonData,
        Updated = Time(settings.LastUpdatedMS),
        ApiVersion = settings.ApiVersion,
    };

    private static AppSettings App(Proto.AppInstanceSettings settings) => new()
    {
        JsonData = settings.JsonData.Memory,
        SecureJsonData = settings.DecryptedSecureJsonData,
        Updated = Time(settings.LastUpdatedMS),
        ApiVersion = settings.ApiVersion,
    };

    // A range that reaches past the calendar asks for no more than one that ends with it.
    private static DateTimeOffset Time(long epochMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        epochMilliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
