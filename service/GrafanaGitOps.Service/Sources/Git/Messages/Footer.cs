namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>A footer of Conventional Commits: a token, <c>: </c> or <c> #</c>, and a value that lasts until the next footer.</summary>
internal sealed record Footer(string Token, string Value)
{
    /// <summary>The only tokens whose case matters.</summary>
    public bool IsBreaking => Token is "BREAKING CHANGE" or "BREAKING-CHANGE";

    /// <summary>Footers begin with the first line that has their form and follows a blank line (or the subject).</summary>
    public static IReadOnlyList<Footer> ReadAll(string body)
    {
        List<Footer>? footers = null;
        var (token, start, afterBlank) = ("", 0, true);
        for (var position = 0; position < body.Length;)
        {
            var end = body.IndexOf('\n', position);
            if (end < 0) end = body.Length;
            var line = body.AsSpan(position, end - position);
            if ((afterBlank || token.Length > 0) && FindValue(line, out var tokenLength) is var value and > 0)
            {
                if (token.Length > 0) (footers ??= []).Add(new Footer(token, body[start..position].Trim()));
                if (footers?.Count >= GitLimits.Trailers) return footers;
                (token, start) = (line[..tokenLength].ToString(), position + value);
            }

            afterBlank = line.IsWhiteSpace();
            position = end + 1;
        }

        if (token.Length > 0) (footers ??= []).Add(new Footer(token, body[start..].Trim()));
        return footers ?? (IReadOnlyList<Footer>)[];
    }

    private static int FindValue(ReadOnlySpan<char> line, out int tokenLength)
    {
        tokenLength = line.StartsWith("BREAKING CHANGE", StringComparison.Ordinal) ? "BREAKING CHANGE".Length : 0;
        while (tokenLength < line.Length && (char.IsAsciiLetterOrDigit(line[tokenLength]) || line[tokenLength] == '-')) tokenLength++;
        if (tokenLength == 0) return -1;
        var rest = line[tokenLength..];
        if (rest.StartsWith(": ", StringComparison.Ordinal) && !rest[2..].IsWhiteSpace()) return tokenLength + 2;
        return rest.StartsWith(" #", StringComparison.Ordinal) && rest.Length > 2 && !char.IsWhiteSpace(rest[2]) ? tokenLength + 2 : -1;
    }
}
