namespace GrafanaGitOps.Service.Events;

/// <summary>What one application or sync may hold; longer texts and lists are cut, never refused, and a cut list leaves a notice.</summary>
public static class ApplicationLimits
{
    /// <summary>Characters of a message.</summary>
    public const int Message = 4_096;

    /// <summary>Characters of a name, path, URL, revision, label or annotation.</summary>
    public const int Text = 1_024;

    /// <summary>Labels, and as many annotations.</summary>
    public const int Labels = 64;

    /// <summary>Sources of one application.</summary>
    public const int Sources = 50;

    /// <summary>Values files of one source.</summary>
    public const int ValuesFiles = 100;

    /// <summary>Resources of an application; counts go on beyond it.</summary>
    public const int Resources = 1_000;

    /// <summary>Resource results of one sync, those that failed first; counts go on beyond it.</summary>
    public const int Results = 200;

    /// <summary>Container images, and image references of one resource result.</summary>
    public const int Images = 200;

    /// <summary>Addresses under which an application can be opened.</summary>
    public const int ExternalUrls = 20;

    /// <summary>Conditions of one object.</summary>
    public const int Conditions = 50;

    /// <summary>Parents of one application.</summary>
    public const int Parents = 50;

    /// <summary>Sync attempts read from one object; both operators keep far fewer unless told otherwise.</summary>
    public const int Attempts = 100;
}
