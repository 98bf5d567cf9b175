namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>A filter's list of names as it is meant: those that are wanted, and behind a <c>!</c> those that are not. No name begins so.</summary>
internal sealed class NameChoice
{
    private const char Not = '!';

    public NameChoice(IEnumerable<string> values)
    {
        // As names are stored.
        var names = values.Select(value => StoredText.Clean(value)).ToLookup(name => name.StartsWith(Not));
        (Wanted, Unwanted) = ([.. names[false]], [.. names[true].Select(name => name[1..])]);
        HasQualified = Wanted.Concat(Unwanted).Any(IsQualified);
    }

    /// <summary>Alternatives; empty means all.</summary>
    public HashSet<string> Wanted { get; }

    /// <summary>Left out whatever else is wanted.</summary>
    public HashSet<string> Unwanted { get; }

    /// <summary>Some name stands behind a namespace.</summary>
    public bool HasQualified { get; }

    public bool IsEmpty => Wanted.Count + Unwanted.Count == 0;

    /// <summary>Names in Kubernetes hold no slash, so one tells the two forms apart.</summary>
    public static bool IsQualified(string name) => name.Contains('/', StringComparison.Ordinal);

    /// <param name="name">Null for none.</param>
    /// <param name="alias">The same by another name.</param>
    public bool Takes(string? name, string? alias = null) =>
        (Wanted.Count == 0 || Holds(Wanted, name) || Holds(Wanted, alias)) && !Unwanted.Contains(name ?? "") && !Holds(Unwanted, alias);

    private static bool Holds(HashSet<string> names, string? name) => name is not null && names.Contains(name);
}
