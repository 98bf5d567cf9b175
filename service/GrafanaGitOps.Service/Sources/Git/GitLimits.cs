namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>What the git source takes from outside at most.</summary>
internal static class GitLimits
{
    /// <summary>Branches read of one repository; the others are named in a notice.</summary>
    public const int Branches = 500;

    /// <summary>Branches of a remote that are looked at; beyond, its list is only counted.</summary>
    public const int AdvertisedBranches = 100_000;

    /// <summary>Characters of a URL.</summary>
    public const int Url = 2_048;

    /// <summary>Bytes of one field of <c>git log</c> (a path, a name, a message); the rest of a longer one is skipped.</summary>
    public const int FieldBytes = 1 << 20;

    /// <summary>Characters of a name or an address of a person.</summary>
    public const int PersonLength = 1_024;

    /// <summary>Tags that are kept of one repository, in the order of their names; the others are counted in a notice.</summary>
    public const int Tags = 20_000;

    /// <summary>Characters of a name of a branch or tag; longer ones are left out.</summary>
    public const int BranchLength = 1_024;

    /// <summary>Trailers kept of one message.</summary>
    public const int Trailers = 200;

    /// <summary>Issue keys, and commits reverted, kept of one message.</summary>
    public const int References = 100;

    /// <summary>The end of what git wrote on stderr that an error quotes.</summary>
    public const int ErrorBytes = 8 << 10;

    /// <summary>Distinct strings kept so that equal paths and names share one; then the set starts afresh.</summary>
    public const int SharedStrings = 100_000;

    /// <summary>Commits in the first write of a reading.</summary>
    public const int FirstBatchCommits = 250;

    /// <summary>Commits in one write: few enough that little is left to store when git has ended, many enough that waiting for the disk does not tell.</summary>
    public const int BatchCommits = 1_000;

    /// <summary>Changed paths after which a write is closed even when it holds fewer commits.</summary>
    public const int BatchPaths = 50_000;

    /// <summary>Object ids in one record of moves; more branches than fit are recorded in several.</summary>
    public const int BatchMoves = 200_000;

    /// <summary>Blobs fetched in one request.</summary>
    public const int BatchBlobs = 5_000;

    /// <summary>Bytes of a file of a commit that is read; of a larger one only its size is known.</summary>
    public const int ReadBlob = 1 << 20;

    /// <summary>Bytes of a folder of a commit; a larger one cannot be read.</summary>
    public const int ReadTree = 64 << 20;

    /// <summary>Names of files and folders kept of the trees that were read; then the set starts afresh.</summary>
    public const int KeptTreeEntries = 300_000;

    /// <summary>How long it may take to bring the blobs of one request here.</summary>
    public static readonly TimeSpan BlobFetch = TimeSpan.FromMinutes(5);

    /// <summary>How long a reader of files waits for the fetch of the same clone.</summary>
    public static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(20);

    /// <summary>The longest pause after failures.</summary>
    public static readonly TimeSpan Backoff = TimeSpan.FromMinutes(30);

    /// <summary>What one pattern for issue keys may cost on one message.</summary>
    public static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes of a file that holds a token.</summary>
    public const int TokenBytes = 16 << 10;
}
