using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>A query: what people call it, what it can be asked, and the method that answers.</summary>
/// <param name="Name">The <c>queryType</c>, <c>snake_case</c>; saved in dashboards, so it never changes.</param>
/// <param name="Help">What it answers, one line.</param>
/// <param name="Parameters">Everything that it can be asked; the editor, the command line and the parser are made from it.</param>
/// <param name="Run">Answers with one frame or several; the caller disposes them.</param>
public sealed record QueryDefinition(
    string Name, string Help, IReadOnlyList<QueryParameter> Parameters, Func<QueryContext, CancellationToken, Task<IReadOnlyList<Frame>>> Run)
{
    /// <summary>False when the answer changes as time goes by, so that none may be remembered.</summary>
    public bool Cacheable { get; init; } = true;

    /// <summary>Rows when no limit is given; null for the configured default.</summary>
    public int? DefaultLimit { get; init; }

    /// <summary>False when the time range of the dashboard means nothing to it.</summary>
    public bool HasTimeRange { get; init; } = true;
}
