using System.Text;
using k8s.KubeConfigModels;
using YamlDotNet.Serialization;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>A cluster of a kubeconfig, with the key that the package's model lacks.</summary>
internal sealed class ClusterSection : ClusterEndpoint
{
    [YamlMember(Alias = "proxy-url", ApplyNamingConventions = false)]
    public string? ProxyUrl { get; set; }
}

/// <summary>A user of a kubeconfig, with the key that the package's model lacks.</summary>
internal sealed class UserSection : UserCredentials
{
    public string? TokenFile { get; set; }
}

/// <summary>A credential plugin of a kubeconfig, with the key that the package's model lacks.</summary>
internal sealed class ExecSection : ExternalExecution
{
    public string? InteractiveMode { get; set; }
}

/// <summary>A part of a configuration and where it stands.</summary>
/// <param name="Content">The part.</param>
/// <param name="Description">What it is and where it stands, for messages.</param>
/// <param name="Folder">Where its relative paths start.</param>
internal sealed record ConfigurationSection<T>(T Content, string Description, string Folder)
{
    public string ResolvePath(string path) => Path.GetFullPath(path, Folder);

    /// <summary>PEM from base64, or from the file that is named.</summary>
    public string? Pem(string key, string? data, string? path, ConfigurationFiles files)
    {
        if (string.IsNullOrEmpty(data)) return string.IsNullOrEmpty(path) ? null : files.Read(ResolvePath(path));
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw new KubernetesException($"{key}-data in {Description} is not base64.");
        }
    }
}
