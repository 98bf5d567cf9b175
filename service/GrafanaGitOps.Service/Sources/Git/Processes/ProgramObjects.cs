using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>
/// The same by a process a question, for repositories of SHA-256 alone, which the library cannot open. The thread waits for each process.
/// </summary>
/// <param name="command">Makes a command that reads the clone.</param>
internal sealed class ProgramObjects(Func<IReadOnlyList<string>, GitCommand> command) : IGitObjects
{
    public IReadOnlyList<(string Name, string Id)> ReadRefs() =>
        [.. Lines(Ask("", "for-each-ref", "--format=%(objectname) %(refname)")).Select(line => line.Split(' ', 2)).Select(parts => (parts[1], parts[0]))];

    public void UpdateRefs(IReadOnlyList<(string Name, string? Id)> changes)
    {
        if (changes.Count == 0) return;
        var input = changes.Select(change => change.Id is null ? $"delete {change.Name}\n" : $"update {change.Name} {change.Id}\n");
        Ask(string.Concat(input), "update-ref", "--stdin");
    }

    public IReadOnlyList<string> ListCommits(IEnumerable<string> from, IEnumerable<string> without) =>
        Lines(Ask(string.Concat(from.Concat(without.Select(id => "^" + id)).Select(id => id + "\n")), "rev-list", "--stdin"));

    public bool Has(string id)
    {
        try
        {
            Ask("", "cat-file", "-e", id);
            return true;
        }
        catch (GitException)
        {
            // Also where git would have fetched it.
            return false;
        }
    }

    public GitTree? ReadTree(string id)
    {
        if (!Has(id)) return null;
        // Mode, type and object id, with blanks between, then a tab and the name.
        var entries = Encoding.UTF8.GetString(Ask("", "ls-tree", "-z", id)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\t', 2)).Select(halves => (Name: halves[1], Parts: halves[0].Split(' ')));
        return new GitTree(entries.Select(entry => (entry.Name, Convert.ToInt32(entry.Parts[0], 8), entry.Parts[2])));
    }

    public byte[]? ReadBlob(string id) =>
        Has(id) && long.Parse(Ask("", "cat-file", "-s", id), CultureInfo.InvariantCulture) <= GitLimits.ReadBlob
            ? Ask("", "cat-file", "blob", id)
            : null;

    public void Dispose()
    {
    }

    private static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private byte[] Ask(string input, params IReadOnlyList<string> arguments) =>
        GitProcess.RunAsync(command(arguments) with { Input = input }, CancellationToken.None).GetAwaiter().GetResult();
}
