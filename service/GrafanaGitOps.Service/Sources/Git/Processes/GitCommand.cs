namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>One call of git. The arguments hold no URL, no name of a branch and no secret: those go by stdin and environment.</summary>
internal sealed record GitCommand
{
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment; nothing of our own is added.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeSpan Timeout { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Written to stdin, which is closed then.</summary>
    public string Input { get; init; } = "";

    /// <summary>What an error must not show.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];
}
