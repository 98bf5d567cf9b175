namespace GrafanaGitOps.Service.Events;

/// <summary>One of the places that an application is built from.</summary>
public sealed record ApplicationSource
{
    /// <summary>URL of the repository, bucket or registry without credentials; null while a Flux source object has not been seen.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>Path in the repository.</summary>
    public string? Path { get; init; }

    /// <summary>Name of the Helm chart.</summary>
    public string? Chart { get; init; }

    /// <summary>What to follow: branch, tag, commit, version range; as written.</summary>
    public string? TargetRevision { get; init; }

    /// <summary>The name under which other sources of the application use this one's files (<c>$ref/...</c>).</summary>
    public string? Ref { get; init; }

    /// <summary>The name of the source within its application.</summary>
    public string? Name { get; init; }

    /// <summary>Helm values files, relative to the path or as <c>$ref/path</c>.</summary>
    public IReadOnlyList<string> ValuesFiles { get; init; } = [];

    /// <summary>What else the spec says of the files that it is built from; null where nobody has read it, and then the whole path counts.</summary>
    public SourceBuild? Build { get; init; }

    /// <summary>The Flux object that this source is; null for Argo CD.</summary>
    public SourceReference? Object { get; init; }

    /// <summary>What should run.</summary>
    public RevisionRef? Desired { get; init; }

    /// <summary>What runs: see <see cref="ApplicationState.DeployedBy"/>.</summary>
    public RevisionRef? Deployed { get; init; }

    /// <summary>What Flux tried last; stands for <see cref="Desired"/> until the source object has been seen.</summary>
    public RevisionRef? Attempted { get; init; }

    /// <summary>The commit that an OCI artifact or chart with the desired revision was made from, when it says so.</summary>
    public RevisionRef? DesiredOrigin { get; init; }

    /// <summary>The commit that the deployed OCI artifact was made from, when it says so.</summary>
    public RevisionRef? DeployedOrigin { get; init; }

    /// <summary>URL of the repository of <see cref="DesiredOrigin"/>, without credentials.</summary>
    public string? OriginUrl { get; init; }

    /// <summary>Why the desired revision is not certain, such as a source that cannot be fetched.</summary>
    public string? Notice { get; init; }
}

/// <summary>A Flux source object of the same cluster.</summary>
/// <param name="Kind">Kubernetes kind, such as <c>GitRepository</c>.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name.</param>
public sealed record SourceReference(string Kind, string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
