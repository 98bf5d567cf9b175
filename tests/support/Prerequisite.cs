namespace GrafanaGitOps.Testing;

/// <summary>Things that a test needs from the machine: missing, they skip it with a reason, and fail it when CI=true.</summary>
internal static class Prerequisite
{
    public static bool IsCi { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    public static string File(string path, string remedy)
    {
        Require(System.IO.File.Exists(path) || Directory.Exists(path), $"{path} is not there: {remedy}.");
        return Path.GetFullPath(path);
    }

    /// <summary>The path of a program on PATH.</summary>
    public static string Program(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists);
        Require(found is not null, $"{name} is not on the PATH: run scripts/test.sh, which installs it.");
        return found!;
    }

    public static void Require(bool met, string reason)
    {
        if (met) return;
        if (IsCi) Assert.Fail($"CI must have every prerequisite: {reason}");
        Assert.Skip(reason);
    }
}
