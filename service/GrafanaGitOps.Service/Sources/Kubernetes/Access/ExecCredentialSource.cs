using System.Globalization;
using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>A credential that a program prints; used until it expires or the server refuses it.</summary>
internal sealed class ExecCredentialSource(ExecPlugin plugin, TimeProvider timeProvider) : CredentialSource
{
    /// <summary>A credential is renewed this long before it expires, because clocks differ.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<(Credential Credential, DateTimeOffset Expires)>? _run;

    public override async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        Task<(Credential Credential, DateTimeOffset Expires)> run;
        lock (_lock)
        {
            // Not cancelled by the one who asks first: others wait for the same credential, and the program has a time limit.
            if (!IsUsable(_run)) _run = RunAsync();
            run = _run!;
        }

        return (await run.WaitAsync(cancellationToken)).Credential;
    }

    public override void Expire(Credential refused)
    {
        lock (_lock)
        {
            if (_run is { IsCompletedSuccessfully: true, Result: var (credential, _) } && ReferenceEquals(credential, refused)) _run = null;
        }
    }

    private bool IsUsable(Task<(Credential Credential, DateTimeOffset Expires)>? run) =>
        run is not null && (!run.IsCompleted || (run.IsCompletedSuccessfully && timeProvider.GetUtcNow() < run.Result.Expires));

    private async Task<(Credential Credential, DateTimeOffset Expires)> RunAsync() =>
        Parse(await ExecProcess.RunAsync(plugin, timeProvider, CancellationToken.None));

    private (Credential Credential, DateTimeOffset Expires) Parse(ReadOnlyMemory<byte> output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            if (Text(document.RootElement, "apiVersion") is { } version && version != plugin.ApiVersion)
                throw Failure($"printed apiVersion {Printable.Shorten(version)} where {plugin.ApiVersion} was asked for");
            if (!document.RootElement.TryGetProperty("status", out var status)) throw Failure("printed no status");

            var credential = new Credential(Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
            if (credential.Token is null && credential.Certificate is null) throw Failure("printed neither token nor certificate");
            if (credential.Certificate is null != credential.Key is null) throw Failure("printed a certificate without key, or a key without certificate");
            return (credential, Expiry(status));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Failure("printed something that is not an ExecCredential in JSON");
        }
    }

    private DateTimeOffset Expiry(JsonElement status)
    {
        if (Text(status, "expirationTimestamp") is not { } text) return DateTimeOffset.MaxValue;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? expires - Early
            : throw Failure("printed an expirationTimestamp that is not a time");
    }

    private KubernetesException Failure(string what) => new($"The credential plugin {plugin.Command} {what}.");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
