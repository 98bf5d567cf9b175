namespace GrafanaGitOps.Service.Storage;

/// <summary>A filter's list of names as it is meant: those that are wanted, and behind a <c>!</c> those that are not. No name begins so.</summary>
/// <param name="Wanted">Alternatives; empty means all.</param>
/// <param name="Unwanted">Left out whatever else is wanted.</param>
internal sealed record NameChoice(IReadOnlyList<string> Wanted, IReadOnlyList<string> Unwanted)
{
    private const char Not = '!';

    public static NameChoice Of(IReadOnlyList<string> values) => new(
        [.. values.Where(value => !value.StartsWith(Not))],
        [.. values.Where(value => value.StartsWith(Not)).Select(value => value[1..])]);

    public bool Takes(string? name) =>
        (Wanted.Count == 0 || (name is not null && Wanted.Contains(name))) && (name is null || !Unwanted.Contains(name));
}
