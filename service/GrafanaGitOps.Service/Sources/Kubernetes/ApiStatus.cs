using System.Net;
using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>The <c>Status</c> object with which the API server says why it refused.</summary>
internal readonly record struct ApiStatus(HttpStatusCode? Code, string Reason, string Message)
{
    public bool IsExpired => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>The server has not caught up with the resource version that we know; it may have been restored from a backup.</summary>
    public bool IsVersionTooLarge => Message.Contains("Too large resource version", StringComparison.OrdinalIgnoreCase);

    public static ApiStatus Read(ReadOnlySpan<byte> json)
    {
        HttpStatusCode? code = null;
        string reason = "", message = "";
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new ApiStatus(null, "", "");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                if (name == "code" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) code = (HttpStatusCode)number;
                else if (name == "reason" && reader.TokenType == JsonTokenType.String) reason = reader.GetString()!;
                else if (name == "message" && reader.TokenType == JsonTokenType.String) message = reader.GetString()!;
                else reader.Skip();
            }
        }
        catch (JsonException)
        {
            // A proxy's HTML page or half an answer: what was understood so far has to do.
        }

        return new ApiStatus(code, reason, Printable.Shorten(message));
    }
}
