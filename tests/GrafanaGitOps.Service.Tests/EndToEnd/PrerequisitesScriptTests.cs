using System.Diagnostics;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>scripts/prerequisites.sh, with stand-ins for what installs and builds: where the tests' API server comes from.</summary>
public sealed class PrerequisitesScriptTests : IDisposable
{
    private const string Prebuilt = """
        #!/bin/sh
        mkdir -p "$XDG_CACHE_HOME/gitops-kube-assets" && cd "$XDG_CACHE_HOME/gitops-kube-assets" || exit
        touch kube-apiserver etcd && chmod +x kube-apiserver etcd
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-prerequisites-");

    [Theory]
    [InlineData("true", null, "built\n")]
    [InlineData("true", Prebuilt, "")]
    [InlineData("true", "#!/bin/sh\nexit 1\n", "built\n")]
    [InlineData("", Prebuilt, "")]
    [InlineData("", null, "")]
    public async Task Api_server_is_built_in_CI_where_none_is_beside_the_checkout(string ci, string? prebuilt, string output)
    {
        Write("checkout/scripts/prerequisites.sh", await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "scripts", "prerequisites.sh"), TestContext.Current.CancellationToken));
        Write("checkout/scripts/build-kube-apiserver.sh", "#!/bin/sh\necho built >&3\n");
        Write("bin/apt-get", "#!/bin/sh\n");
        if (prebuilt is not null) Write("shared/tools/kube-assets", prebuilt);

        var start = new ProcessStartInfo("bash", ["-c", "exec 3>&1; exec \"$0\" >/dev/null", Path.Combine(_folder.FullName, "checkout", "scripts", "prerequisites.sh")])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(_folder.FullName, "cache");
        start.Environment["CI"] = ci;
        start.Environment.Remove("KUBEBUILDER_ASSETS");
        using var script = Process.Start(start)!;

        (await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Should().Be(output);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        script.ExitCode.Should().Be(0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
