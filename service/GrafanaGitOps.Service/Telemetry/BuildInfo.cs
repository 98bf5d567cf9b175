using System.Reflection;
using System.Runtime.InteropServices;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Which build this is.</summary>
public static class BuildInfo
{
    // The build writes VERSION+COMMIT where it knows the commit.
    private static readonly string[] Informational =
        (typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+', 2);

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version => Informational[0];

    /// <summary>The commit that was built; null when the build did not know it.</summary>
    public static string? Commit => Informational.Length > 1 ? Informational[1] : null;

    /// <summary>Such as <c>.NET 10.0.1</c>.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;
}
