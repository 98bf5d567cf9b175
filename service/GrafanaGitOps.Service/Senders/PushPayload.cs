using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Senders;

/// <summary>What we read of a push, as GitHub, Gitea and Forgejo write it.</summary>
internal sealed class PushPayload
{
    public string? Ref { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    public PushedRepository? Repository { get; set; }

    public PushedBy? Pusher { get; set; }

    public static Meaning Read(TakenHook hook)
    {
        var push = JsonSerializer.Deserialize(hook.Body.Span, PushJson.Default.PushPayload);
        var (repository, pusher) = (push?.Repository, push?.Pusher);
        return Meaning(
            [repository?.CloneUrl, repository?.SshUrl, repository?.GitUrl, repository?.HtmlUrl],
            push?.Ref, push?.Before, push?.After, pusher?.Login ?? pusher?.Name, repository?.DefaultBranch);
    }

    /// <summary>The same for every host; what it does not say is null.</summary>
    public static Meaning Meaning(
        IEnumerable<string?> urls, string? reference, string? before, string? after, string? pusher, string? defaultBranch)
    {
        const string branches = "refs/heads/";
        if (BoundedText.Text(reference) is not { } name) throw new UnreadableHookException("The push names no ref.");
        if (!name.StartsWith(branches, StringComparison.Ordinal)) return new NotUsed($"{ForeignText.Line(name)} is no branch.");
        List<string> known = [.. urls.Select(BoundedText.Url).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (known.Count == 0) throw new UnreadableHookException("The push names no address of its repository.");
        return new BranchPush(known, ForeignText.Line(name[branches.Length..]))
        {
            Before = ObjectId(before),
            After = ObjectId(after),
            Pusher = string.IsNullOrEmpty(pusher) ? null : ForeignText.Line(pusher),
            DefaultBranch = BoundedText.Text(defaultBranch),
        };
    }

    /// <summary>Null for zeros, which stand for none, and for what is no object id.</summary>
    private static string? ObjectId(string? text) =>
        text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigitLower) && text.AsSpan().ContainsAnyExcept('0') ? text : null;
}

internal sealed record PushedRepository(string? CloneUrl, string? SshUrl, string? GitUrl, string? HtmlUrl, string? DefaultBranch);

internal sealed record PushedBy(string? Login, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PushPayload))]
internal sealed partial class PushJson : JsonSerializerContext;
