namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Lists of distinct values that variables and completion offer.</summary>
public enum ValueKind
{
    /// <summary>Names of repositories.</summary>
    Repository,

    /// <summary>Names of branches.</summary>
    Branch,

    /// <summary>Names of authors.</summary>
    Author,

    /// <summary>Change types.</summary>
    Type,

    /// <summary>Scopes.</summary>
    Scope,
}
