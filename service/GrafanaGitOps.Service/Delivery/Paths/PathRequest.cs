using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>Which paths are asked for: those of one source of an application at one commit.</summary>
internal sealed record PathRequest
{
    /// <summary>Object id.</summary>
    public required string Commit { get; init; }

    /// <summary>The source's folder, in the form of <see cref="RepositoryPath"/>; null when it gives <see cref="Files"/> alone.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder is a Helm chart, whatever it holds.</summary>
    public bool IsChart { get; init; }

    /// <summary>In a folder without a kustomization Flux builds those that are below it.</summary>
    public bool IsFlux { get; init; }

    /// <summary>The folder may count from another place than the root: where it is not there, the repository stands in for it.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Further files that belong to it, such as Helm values files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Patterns of such files.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>What else the spec says; null when nobody has read it.</summary>
    public SourceBuild? Build { get; init; }

    /// <summary>Whether it is worth a notice that one of <see cref="Files"/> is not there.</summary>
    public bool NotesMissing { get; init; }

    /// <summary>Names of files in the folder that override the spec, where they are.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Why files that cannot be known may count too.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>What was asked for without the commit, as one text: the same text asks for the same.</summary>
    public string Key
    {
        get
        {
            var kind = $"{(IsChart ? 'c' : ' ')}{(IsFlux ? 'f' : ' ')}{(IsPartial ? 'p' : ' ')}{(NotesMissing ? "m" : "")}";
            var more = Build is null && Patterns.Count + Overrides.Count + Doubts.Count == 0
                ? ""
                : $"\v{string.Join('\n', Patterns)}\v{Build?.Text()}\v{string.Join('\n', Overrides)}\v{string.Join('\n', Doubts)}";
            return $"{(Folder is null ? "-" : "/" + Folder)} {kind} {string.Join('\n', Files)}{more}";
        }
    }
}

/// <summary>The paths of one source.</summary>
/// <param name="Paths">Folders and files.</param>
/// <param name="Known">Where they are from.</param>
/// <param name="Notice">What is off with them; null when nothing is.</param>
/// <param name="Read">The files that say so: while none of them changes, the paths stay the same.</param>
internal sealed record PathAnswer(PathSet Paths, PathsKnown Known, string? Notice, IReadOnlySet<string> Read);
