namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>A filter's list of names as it is meant: those that are wanted, and behind a <c>!</c> those that are not. No name begins so.</summary>
internal sealed class NameChoice
{
    private const char Not = '!';

    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _unwanted = [];

    private NameChoice()
    {
    }

    /// <summary>Alternatives; empty means all.</summary>
    public IReadOnlySet<string> Wanted => _wanted;

    /// <summary>Left out whatever else is wanted.</summary>
    public IReadOnlySet<string> Unwanted => _unwanted;

    public static NameChoice Of(IReadOnlyList<string> values)
    {
        var choice = new NameChoice();
        foreach (var value in values)
        {
            // As names are stored.
            var name = StoredText.Clean(value);
            if (name.StartsWith(Not)) choice._unwanted.Add(name[1..]);
            else choice._wanted.Add(name);
        }

        return choice;
    }

    public bool Takes(string? name) => (_wanted.Count == 0 || (name is not null && _wanted.Contains(name))) && !_unwanted.Contains(name ?? "");
}
