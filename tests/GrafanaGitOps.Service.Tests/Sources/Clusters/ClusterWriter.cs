using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>Writes objects with their status as an operator does, quickly: over HTTP, without kubectl.</summary>
internal sealed class ClusterWriter : IDisposable
{
    private static readonly (string Group, string Plural)[] Kinds =
    [
        ("argoproj.io/v1alpha1", "applications"), ("kustomize.toolkit.fluxcd.io/v1", "kustomizations"), ("helm.toolkit.fluxcd.io/v2", "helmreleases"),
        ("source.toolkit.fluxcd.io/v1", "gitrepositories"), ("source.toolkit.fluxcd.io/v1", "helmrepositories"), ("source.toolkit.fluxcd.io/v1", "helmcharts"),
        ("apps/v1", "deployments"), ("apps/v1", "statefulsets"),
    ];

    private readonly HttpClient _client;

    public ClusterWriter(KubernetesApiServer server)
    {
        var handler = new SocketsHttpHandler();
        var authority = File.ReadAllText(server.ServerAuthority);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => authority.Contains(Pem(certificate), StringComparison.Ordinal);
        _client = new HttpClient(handler) { BaseAddress = server.Url, Timeout = Wait.Patience };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
    }

    /// <summary>Objects of a case of the mappers' tests.</summary>
    public static IReadOnlyList<JsonObject> Case(string source, string name) => CaseFolder.Objects(source, name);

    public Task CreateNamespaceAsync(string name) =>
        SendAsync(HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });

    /// <summary>Creates the object, and gives it its status.</summary>
    public async Task<JsonObject> CreateAsync(JsonObject document)
    {
        var fresh = (JsonObject)Filled(document)!;
        var (meta, kept) = (fresh["metadata"]!.AsObject(), new JsonObject());
        foreach (var key in new[] { "name", "namespace", "labels", "annotations" })
            if (meta.Remove(key, out var value)) kept[key] = value;
        fresh["metadata"] = kept;
        var created = await SendAsync(HttpMethod.Post, Collection(fresh), fresh);
        return HasOwnStatus(fresh) && fresh["status"] is { } status ? await PutAsync(created, status: status.DeepClone()) : created;
    }

    /// <summary>Reads the object, changes it, and writes it with its status.</summary>
    public async Task<JsonObject> UpdateAsync(JsonObject document, Action<JsonObject> change)
    {
        var current = await GetAsync(document);
        change(current);
        return await WriteAsync(current);
    }

    /// <summary>Writes an object as it was last answered and then changed: its metadata and spec, then its status.</summary>
    public async Task<JsonObject> WriteAsync(JsonObject current)
    {
        var status = current["status"]?.DeepClone();
        var written = await SendAsync(HttpMethod.Put, Path(current), current);
        return HasOwnStatus(current) && status is not null ? await PutAsync(written, status) : written;
    }

    public Task<JsonObject> GetAsync(JsonObject document) => SendAsync(HttpMethod.Get, Path(document), null);

    public async Task DeleteAsync(JsonObject document) => await SendAsync(HttpMethod.Delete, Path(document), null);

    /// <summary>Every object of one kind.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string apiVersion, string plural)
    {
        var list = await SendAsync(HttpMethod.Get, $"/apis/{apiVersion}/{plural}", null);
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    public async Task DeleteEverythingAsync()
    {
        foreach (var (group, plural) in Kinds)
        {
            IReadOnlyList<JsonObject> items;
            try
            {
                items = await ListAsync(group, plural);
            }
            catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                continue;
            }

            foreach (var item in items)
                await SendAsync(HttpMethod.Delete, $"/apis/{group}/namespaces/{item["metadata"]!["namespace"]}/{plural}/{item["metadata"]!["name"]}", null);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The server signs its own certificate.</summary>
    private static string Pem(X509Certificate? certificate) => ((X509Certificate2)certificate!).ExportCertificatePem().ReplaceLineEndings("\n");

    /// <summary>A copy without empty texts: the validation of Kubernetes 1.20 takes them for null, which no text may be.</summary>
    private static JsonNode? Filled(JsonNode? node) => node switch
    {
        null => "none",
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 0 => "none",
        JsonObject children => new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Filled(child.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Filled)]),
        _ => node.DeepClone(),
    };

    private Task<JsonObject> PutAsync(JsonObject document, JsonNode status)
    {
        document["status"] = status;
        return SendAsync(HttpMethod.Put, Path(document) + "/status", document);
    }

    private static bool HasOwnStatus(JsonObject document) => (string)document["kind"]! != "Application";

    private static string Path(JsonObject document) => $"{Collection(document)}/{document["metadata"]!["name"]}";

    private static string Collection(JsonObject document)
    {
        var kind = ((string)document["kind"]!).ToLowerInvariant();
        var plural = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s";
        return $"/apis/{document["apiVersion"]}/namespaces/{document["metadata"]!["namespace"]}/{plural}";
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path}: {answer}", null, response.StatusCode);
        return JsonNode.Parse(answer)!.AsObject();
    }
}
