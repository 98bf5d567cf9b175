using System.Diagnostics;
using System.Globalization;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>scripts/test.sh, with stand-ins for all that it runs: what it makes of their ends.</summary>
public sealed class TestScriptTests : IDisposable
{
    /// <summary>Stands in for the .NET suites: each leaves a report, unless told otherwise.</summary>
    private const string DotNet = """
        #!/usr/bin/env bash
        [ "$1" = test ] || exit 0
        suite=${2#tests/}
        [ "$suite" != "${CRASHES:-}" ] || exit 134
        failed=0
        [ "$suite" != "${FAILS:-}" ] || failed=1
        echo "<Counters total=\"10\" executed=\"9\" passed=\"$((9 - failed))\" failed=\"$failed\" />" >"artifacts/test-results/$suite.trx"
        exit "$failed"
        """;

    /// <summary>Stands in for the front end, which says what it is told to.</summary>
    private const string FrontEnd = """
        #!/usr/bin/env bash
        mkdir -p plugin/artifacts
        echo $$ >plugin/artifacts/started
        [ -z "${FRONTEND_WAITS:-}" ] || sleep 600
        touch plugin/artifacts/built
        echo "the front end speaks"
        echo "${FRONTEND:-}"
        exit "${FRONTEND_CODE:-0}"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-test-script-");

    public TestScriptTests()
    {
        Write("scripts/test.sh", File.ReadAllText(Path.Combine(Repository.Root, "scripts", "test.sh")));
        Write("scripts/test-frontend.sh", FrontEnd);
        foreach (var name in new[] { "scripts/prerequisites.sh", "scripts/build-interop.sh", "scripts/postgres.sh", "bin/npm" })
            Write(name, "#!/bin/sh\n");
        Write("bin/dotnet", DotNet);
    }

    [Theory]
    [InlineData(0, "19 passed, 0 failed, 3 skipped", "FRONTEND=1 passed, 0 failed, 1 skipped")]
    [InlineData(
        1, "18 passed, 2 failed, 2 skipped", "FRONTEND=1 passed, 1 failed, 0 skipped", "FRONTEND_CODE=1", "FAILS=GrafanaGitOps.Protocol.Tests")]
    [InlineData(1, "19 passed, 0 failed, 2 skipped", "FRONTEND=1 passed, 0 failed, 0 skipped", "FRONTEND_CODE=1")]
    [InlineData(1, "18 passed, 1 failed, 2 skipped", "FRONTEND_CODE=3")]
    [InlineData(1, "10 passed, 1 failed, 1 skipped", "FRONTEND=1 passed, 0 failed, 0 skipped", "CRASHES=GrafanaGitOps.Service.Tests")]
    public async Task Last_line_counts_everything_and_any_failure_fails_the_script(int expected, string last, params string[] environment)
    {
        using var script = Start(environment);
        var lines = (await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);

        (script.ExitCode, lines[^1]).Should().Be((expected, last));
        lines.Should().Contain("the front end speaks");
        lines.Should().ContainSingle(line => line.Contains(" passed, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Front_end_ends_with_the_script()
    {
        using var script = Start("FRONTEND_WAITS=1");
        var started = Path.Combine(_folder.FullName, "plugin", "artifacts", "started");
        await Wait.UntilAsync(() => File.Exists(started) && File.ReadAllText(started).EndsWith('\n'));

        using (var kill = Process.Start("kill", ["-TERM", script.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);

        script.ExitCode.Should().Be(130);
        var process = (await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Trim();
        Directory.Exists($"/proc/{process}").Should().BeFalse();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Process Start(params string[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "scripts", "test.sh")) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var variable in environment) start.Environment[variable.Split('=')[0]] = variable[(variable.IndexOf('=') + 1)..];
        return Process.Start(start)!;
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
