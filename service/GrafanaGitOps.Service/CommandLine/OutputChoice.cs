using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>The columns that were asked for (none means all) and the form.</summary>
internal sealed record OutputChoice(IReadOnlyList<string> Columns, Func<FrameRows, TextWriter, Task> Write)
{
    public Task WriteAsync(FrameRows rows, TextWriter output)
    {
        var known = rows.Columns.Select(column => column.Name).ToList();
        var errors = Columns.Except(known).Select(name => Unknown(name, known)).ToList();
        if (errors.Count > 0) throw new ConfigurationException(errors);
        return Write(Columns.Count == 0 ? rows : rows.Select(Columns), output);
    }

    private static string Unknown(string name, List<string> known)
    {
        var hint = NearestName.Of(name, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known)}.";
        return $"--columns knows no \"{name}\"; {hint}";
    }
}
