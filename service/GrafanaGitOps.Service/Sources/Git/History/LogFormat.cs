namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>The form in which git is asked for commits: fields that end with NUL, which no name, path or message can hold.</summary>
internal static class LogFormat
{
    // A field that begins with '@' opens a commit, ':' is a changed path of --raw (its name is the next field), and a
    // digit or '-' a line of --numstat.
    public const char Opening = '@';

    public const int HeaderFields = 9;

    private const string Format = "--format=@%H%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B";

    /// <summary>Renames are not looked for, because they would need blobs. Of a merge, files are listed that are as in none of its parents (-c).</summary>
    public static IReadOnlyList<string> Arguments(bool countLines)
    {
        List<string> arguments = ["log", "--stdin", "--ignore-missing", "-c", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-color", "--encoding=UTF-8", "--date=raw", Format];
        if (countLines) arguments.AddRange(["--numstat", "--no-ext-diff", "--no-textconv"]);
        return arguments;
    }
}
