using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Senders;

/// <summary>Flux's notification-controller: its providers <c>generic-hmac</c>, and <c>generic</c> with the secret as bearer token.</summary>
internal static class FluxSender
{
    private const string Group = ".toolkit.fluxcd.io/";

    public static Sender Definition { get; } = new("flux")
    {
        FindProblem = (request, secret) => request.Header("Authorization") is not null
            ? Proof.OfToken(request, "Authorization", secret, "Bearer ")
            : Proof.OfSignature(request, "X-Signature", secret),
        Event = _ => "event",
        DeliveryId = _ => null,
        Read = Read,
    };

    private static Meaning Read(TakenHook hook)
    {
        var told = JsonSerializer.Deserialize(hook.Body.Span, FluxEventJson.Default.FluxEvent);
        if (told?.InvolvedObject is not { Kind.Length: > 0, Namespace.Length: > 0, Name.Length: > 0 } about)
            throw new UnreadableHookException("The event does not say which object it is about.");
        if ((hook.Cluster ?? BoundedText.Text(Metadata(told, "cluster"))) is not { } cluster)
            return new NotUsed("The event names no cluster: give the receiver a cluster, or the Alert an eventMetadata with the key cluster.");
        return new OperatorEvent(cluster, ForeignText.Line(about.Kind), ForeignText.Line(about.Namespace), ForeignText.Line(about.Name))
        {
            At = DateTimeOffset.TryParse(told.Timestamp, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at.ToUniversalTime() : null,
            Reason = BoundedText.Text(told.Reason),
            IsError = told.Severity == "error",
            Message = BoundedText.Message(told.Message),
            Revision = BoundedText.Text(Metadata(told, "revision")),
        };
    }

    /// <summary>Versions and documentation differ in whether a key still has the group before it.</summary>
    private static string? Metadata(FluxEvent told, string key) =>
        told.Metadata?.FirstOrDefault(pair => pair.Key == key || pair.Key.EndsWith(Group + key, StringComparison.Ordinal)).Value;
}

/// <summary>What we read of an event, version v1beta1 of Flux's own type.</summary>
internal sealed record FluxEvent(
    FluxEventObject? InvolvedObject, string? Severity, string? Timestamp, string? Reason, string? Message,
    Dictionary<string, string?>? Metadata);

internal sealed record FluxEventObject(string? Kind, string? Namespace, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FluxEvent))]
internal sealed partial class FluxEventJson : JsonSerializerContext;
