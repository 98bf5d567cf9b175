using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Demo;

namespace GrafanaGitOps.Service.Tests.Demo;

public sealed class DemoFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-demo-folder-");

    private string Demo => Path.Combine(_folder.FullName, "demo");

    [Fact]
    public void Folder_of_an_earlier_demo_is_emptied()
    {
        using (DemoFolder.Take(Demo))
        {
            Directory.CreateDirectory(Path.Combine(Demo, "origin"));
            File.WriteAllText(Path.Combine(Demo, "gitops.db"), "old");
        }

        using var again = DemoFolder.Take(Demo);

        Directory.EnumerateFileSystemEntries(Demo).Select(Path.GetFileName).Should().Equal(".gitops-demo");
    }

    [Fact]
    public void Folder_with_data_of_others_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Demo);
        File.WriteAllText(Path.Combine(Demo, "gitops.db"), "mine");

        var refused = FluentActions.Invoking(() => DemoFolder.Take(Demo)).Should().ThrowExactly<ConfigurationException>().Which;

        refused.Errors.Should().ContainSingle().Which.Should().Be(
            $"dataDirectory {Demo} holds data that no demo made, and a demo removes what it finds: name an empty folder.");
        File.ReadAllText(Path.Combine(Demo, "gitops.db")).Should().Be("mine");
    }

    [Fact]
    public void Folder_of_a_demo_that_runs_is_refused()
    {
        using var running = DemoFolder.Take(Demo);
        File.WriteAllText(Path.Combine(Demo, "gitops.db"), "in use");

        FluentActions.Invoking(() => DemoFolder.Take(Demo)).Should().ThrowExactly<ConfigurationException>();

        File.Exists(Path.Combine(Demo, "gitops.db")).Should().BeTrue();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
