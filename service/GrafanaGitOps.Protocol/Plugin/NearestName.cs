namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Finds what a person who mistyped a name may have meant.</summary>
public static class NearestName
{
    // Two letters wrong, missing or swapped are a slip; more is another word.
    private const int FarthestSlip = 2;

    // Longer names would only cost time.
    private const int LongestName = 64;

    /// <summary>The known name that differs by a slip at most; null when none does.</summary>
    public static string? Of(string name, IEnumerable<string> known) => name.Length > LongestName
        ? null
        : known.Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= FarthestSlip)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[^1];
    }
}
