using System.Formats.Tar;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>Real histories, unpacked once a run.</summary>
public sealed class FixtureRepository : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _lock = new();

    /// <summary>The folder of a bare repository among the shared fixtures.</summary>
    public string Get(string name)
    {
        var archive = Repository.SharedFixture($"repositories/{name}.git.tar");
        lock (_lock)
        {
            var target = _folder.File($"{name}.git");
            if (!Directory.Exists(target)) TarFile.ExtractToDirectory(archive, _folder.Path, overwriteFiles: false);
            return target;
        }
    }

    public void Dispose() => _folder.Dispose();
}
