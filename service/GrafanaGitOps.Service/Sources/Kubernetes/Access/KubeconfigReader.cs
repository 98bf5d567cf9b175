using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>
/// Reads a context of a kubeconfig into the package's models. Files are merged here: the package's way takes no context, fails where a listed file is
/// not there, and starts the relative paths of all files at the first one.
/// </summary>
internal static class KubeconfigReader
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeMapping<ClusterEndpoint, ClusterSection>()
        .WithTypeMapping<UserCredentials, UserSection>()
        .WithTypeMapping<ExternalExecution, ExecSection>()
        .IgnoreUnmatchedProperties()
        .Build();

    public static ClusterAccess Read(ClusterOptions options, string? context)
    {
        var files = new ConfigurationFiles();
        var configurations = Load(options.Kubeconfig, files);
        var all = string.Join(Path.PathSeparator, configurations.Select(file => file.FileName));
        var name = context ?? options.Context ?? configurations.Select(file => file.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name))
            ?? throw new KubernetesException($"{all} has no current-context: set context of cluster {options.DisplayName}.");
        var chosen = Find(configurations, "context", name, file => file.Contexts, entry => entry.Name, entry => entry.ContextDetails ?? new ContextDetails())
            ?? throw new KubernetesException($"{all} has no context \"{name}\".");

        var cluster = Find(
            configurations, "cluster", Named(chosen, "cluster", chosen.Content.Cluster), file => file.Clusters, entry => entry.Name,
            entry => (ClusterSection?)entry.ClusterEndpoint ?? new ClusterSection());
        var user = string.IsNullOrEmpty(chosen.Content.User) ? null : Find(
            configurations, "user", chosen.Content.User, file => file.Users, entry => entry.Name,
            entry => (UserSection?)entry.UserCredentials ?? new UserSection()) ?? throw Missing(chosen, "user", chosen.Content.User);
        if (user is not null) Check(user);
        return ClusterAccess.Create(
            options.Name ?? name, name, options, cluster ?? throw Missing(chosen, "cluster", chosen.Content.Cluster), user, files);
    }

    private static string Named(ConfigurationSection<ContextDetails> context, string key, string? name) =>
        string.IsNullOrEmpty(name) ? throw new KubernetesException($"{context.Description} names no {key}.") : name;

    private static KubernetesException Missing(ConfigurationSection<ContextDetails> context, string key, string name) =>
        new($"{context.Description} names the {key} \"{name}\", which is not there.");

    private static void Check(ConfigurationSection<UserSection> user)
    {
        if (!string.IsNullOrEmpty(user.Content.UserName))
            throw new KubernetesException($"{user.Description} has user name and password, which Kubernetes 1.19 removed: use a token, a certificate or exec.");
        if (user.Content.AuthProvider is not null)
            throw new KubernetesException($"{user.Description} has an auth-provider, which Kubernetes 1.26 removed: use exec.");
    }

    /// <summary>Of entries with the same name, the first file's counts.</summary>
    private static ConfigurationSection<TContent>? Find<TEntry, TContent>(
        IEnumerable<K8SConfiguration> files, string kind, string name,
        Func<K8SConfiguration, IEnumerable<TEntry?>?> entries, Func<TEntry, string?> nameOf, Func<TEntry, TContent> contentOf)
        where TEntry : class
    {
        var found = from file in files
                    from entry in entries(file) ?? []
                    where entry is not null && nameOf(entry) == name
                    select new ConfigurationSection<TContent>(contentOf(entry), $"{kind} \"{name}\" of {file.FileName}", Path.GetDirectoryName(Path.GetFullPath(file.FileName))!);
        return found.FirstOrDefault();
    }

    private static List<K8SConfiguration> Load(string? path, ConfigurationFiles files)
    {
        var paths = path is null ? DefaultPaths().Where(File.Exists) : [path];
        var loaded = paths.Select(file => Parse(file, files)).OfType<K8SConfiguration>().ToList();
        return loaded.Count > 0 ? loaded
            : throw new KubernetesException(
                path is null ? "There is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a file that is there. Set kubeconfig or inCluster."
                : $"{path} is empty.");
    }

    private static string[] DefaultPaths()
    {
        var list = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(list)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Null for an empty file.</summary>
    private static K8SConfiguration? Parse(string path, ConfigurationFiles files)
    {
        var text = files.Read(path);
        try
        {
            var configuration = Yaml.Deserialize<K8SConfiguration?>(text);
            if (configuration is not null) configuration.FileName = path;
            return configuration;
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            // The parser's message may quote the line, and that line may hold a token.
            var place = exception is YamlException { Start.Line: > 0 } yaml ? $" at line {yaml.Start.Line}" : "";
            throw new KubernetesException($"{path} is not a kubeconfig in valid YAML{place}.");
        }
    }
}
