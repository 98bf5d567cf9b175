using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>Which commits a message says it reverts.</summary>
internal static partial class Reverts
{
    /// <summary>True for the subjects that <c>git revert</c> writes, also when it reverts a revert.</summary>
    public static bool IsRevertSubject(string subject) =>
        subject.StartsWith("Revert \"", StringComparison.Ordinal) || subject.StartsWith("Reapply \"", StringComparison.Ordinal);

    /// <summary>From git's own sentence, and from the <c>Refs</c> footer of a conventional <c>revert:</c>.</summary>
    public static IReadOnlyList<string> Find(string body, ConventionalCommit? conventional)
    {
        List<string>? found = null;
        if (body.Contains("his reverts commit", StringComparison.Ordinal))
            foreach (Match sentence in Sentence().Matches(body)) Add(sentence.Value);
        if (conventional?.Type == "revert")
            foreach (var footer in conventional.Footers.Where(footer => footer.Token.Equals("Refs", StringComparison.OrdinalIgnoreCase))) Add(footer.Value);
        return found ?? (IReadOnlyList<string>)[];

        void Add(string text)
        {
            foreach (var id in ObjectId().EnumerateMatches(text))
            {
                var sha = text.Substring(id.Index, id.Length).ToLowerInvariant();
                if (found is null || (found.Count < GitLimits.References && !found.Contains(sha))) (found ??= []).Add(sha);
            }
        }
    }

    // The sentence goes on over several commits, and ends before "reversing changes made to", which names the other side of a merge.
    [GeneratedRegex(@"\b[Tt]his reverts commits?\s+[0-9a-fA-F]{7,64}\b((,|\s+and|,\s*and)\s+(commit\s+)?[0-9a-fA-F]{7,64}\b){0,99}", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b[0-9a-fA-F]{7,64}\b", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectId();
}
