using LibGit2Sharp;

namespace GrafanaGitOps.Service.Sources.Git.Objects;

/// <summary>Opens repositories with the library, which then sees nothing of the machine and of the account.</summary>
internal static class GitLibrary
{
    static GitLibrary()
    {
        foreach (var level in new[] { ConfigurationLevel.ProgramData, ConfigurationLevel.System, ConfigurationLevel.Xdg, ConfigurationLevel.Global })
            GlobalSettings.SetConfigSearchPaths(level, "");
        // Clones are ours, whoever owns the volume that they lie on.
        GlobalSettings.SetOwnerValidation(false);
        // Some versions of git write it into clones without blobs. The library never fetches: such a blob is absent, and no more.
        GlobalSettings.SetExtensions("partialclone");
    }

    public static Repository Open(string folder) => new(folder);

    /// <summary>Makes a bare repository with an unborn branch.</summary>
    public static Repository Create(string folder, string branch)
    {
        var repository = new Repository(Repository.Init(folder, isBare: true));
        repository.Refs.UpdateTarget("HEAD", $"refs/heads/{branch}");
        return repository;
    }
}
