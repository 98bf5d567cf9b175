using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.Demo;

/// <summary>The folder that a demo keeps everything in. Each demo begins anew: it takes only an empty one or one of a demo.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string Marker = ".gitops-demo";

    private readonly FileStream _lock;

    private DemoFolder(string path, FileStream heldOpen) => (Path, _lock) = (path, heldOpen);

    public string Path { get; }

    /// <summary>Where the demo's kubeconfig is.</summary>
    public string Kubeconfig => System.IO.Path.Combine(Path, "kubeconfig");

    /// <summary>The settings that the service reads, and that <c>gitops query</c> can read too.</summary>
    public string Configuration => System.IO.Path.Combine(Path, "gitops.yaml");

    /// <summary>Where a repository of this name is made.</summary>
    public string Repository(string name) => System.IO.Path.Combine(Path, "origin", $"{name}.git");

    /// <summary>Empties the folder and keeps other demos out until it is disposed.</summary>
    /// <exception cref="ConfigurationException">The folder is somebody else's, or another demo runs in it.</exception>
    public static DemoFolder Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var marker = System.IO.Path.Combine(full, Marker);
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any() && !File.Exists(marker))
        {
            throw new ConfigurationException(
                [$"dataDirectory {full} holds data that no demo made, and a demo removes what it finds: name an empty folder."]);
        }

        Directory.CreateDirectory(full);
        var heldOpen = Hold(marker, full);
        foreach (var entry in new DirectoryInfo(full).EnumerateFileSystemInfos().Where(entry => entry.Name != Marker))
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }

        return new DemoFolder(full, heldOpen);
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Hold(string marker, string folder)
    {
        try
        {
            return new FileStream(marker, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ConfigurationException([$"dataDirectory {folder} is used by a demo that runs: name another one, or end it."]);
        }
    }
}
