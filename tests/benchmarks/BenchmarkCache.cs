namespace GrafanaGitOps.Benchmarks;

/// <summary>What takes minutes to make is made once, in <c>~/.cache/gitops-benchmarks</c> or <c>GITOPS_BENCHMARK_CACHE</c>.</summary>
internal static class BenchmarkCache
{
    public static string Folder(params ReadOnlySpan<string> below)
    {
        var root = Environment.GetEnvironmentVariable("GITOPS_BENCHMARK_CACHE")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "gitops-benchmarks");
        return Directory.CreateDirectory(Path.Combine([root, .. below])).FullName;
    }
}
