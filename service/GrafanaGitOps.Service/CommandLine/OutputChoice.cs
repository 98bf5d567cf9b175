using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>The columns that were asked for (none means all) and the form.</summary>
internal sealed record OutputChoice(IReadOnlyList<string> Columns, Func<IReadOnlyList<FrameRows>, TextWriter, Task> Write)
{
    /// <summary>Writes all frames of one answer; a frame that has none of the columns is left out.</summary>
    public Task WriteAsync(IReadOnlyList<FrameRows> frames, TextWriter output)
    {
        var known = frames.SelectMany(rows => rows.Columns).Select(column => column.Name).Distinct().ToList();
        var errors = Columns.Except(known).Select(name => Unknown(name, known)).ToList();
        if (errors.Count > 0) throw new ConfigurationException(errors);
        if (Columns.Count == 0) return Write(frames, output);
        return Write([.. frames.Select(rows => rows.Select(Columns)).Where(rows => rows.Columns.Count > 0)], output);
    }

    private static string Unknown(string name, List<string> known)
    {
        var hint = NearestName.Of(name, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known)}.";
        return $"--columns knows no \"{name}\"; {hint}";
    }
}
