namespace GrafanaGitOps.Service.Storage;

/// <summary>What the store takes and gives at most.</summary>
internal static class StorageLimits
{
    /// <summary>Characters of a person's name or address; longer ones are cut. PostgreSQL's index entries hold at most 2,704 bytes.</summary>
    public const int Name = 320;

    /// <summary>Characters of a scope or type; longer ones are cut.</summary>
    public const int Label = 128;

    /// <summary>Characters of a path, for the same reason; a longer one keeps its beginning and ends in a hash of the whole.</summary>
    public const int Path = 800;

    /// <summary>Characters of the name of a repository or branch; longer ones are refused.</summary>
    public const int Key = 800;

    /// <summary>Characters of a searched text.</summary>
    public const int Search = 1_000;

    /// <summary>Entries of one list in a filter.</summary>
    public const int FilterEntries = 1_000;

    /// <summary>Rows of one answer.</summary>
    public const int Rows = 1_000_000;

    /// <summary>Fewest hex digits that are taken for the start of an object id; git's own minimum.</summary>
    public const int ObjectIdPrefix = 4;

    /// <summary>Matches up to which a filter is answered from its own index and sorted, instead of walking all commits by time.</summary>
    public const int Candidates = 20_000;

    /// <summary>Applications up to which it is worth looking at what each has, instead of walking all by time.</summary>
    public const int FewApplications = 1_000;

    /// <summary>Sync attempts that are in memory at a time, with their commits; an answer of the usual size is one page.</summary>
    public const int EventsOfPage = 1_024;

    /// <summary>Object ids that travel in one parameter; longer lists go in parts of one transaction.</summary>
    public const int Part = 20_000;

    /// <summary>Looks at applications that are held in memory at a time; longer lists go in parts of one transaction.</summary>
    public const int Looks = 500;

    /// <summary>Sync events, or applications, that one transaction of retention removes or looks through.</summary>
    public const int Removed = 1_000;

    /// <summary>SQLite readers at a time; further ones wait.</summary>
    public const int Readers = 16;

    /// <summary>Ids of paths and people that the SQLite writer remembers, about 10 MB.</summary>
    public const int Interned = 50_000;

    /// <summary>How long a statement may run.</summary>
    public static readonly TimeSpan Statement = TimeSpan.FromSeconds(60);
}
