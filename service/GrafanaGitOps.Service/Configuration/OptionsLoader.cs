namespace GrafanaGitOps.Service.Configuration;

/// <summary>Reads the options: defaults, then the file, then the environment, then the command line; later ones win.</summary>
public static class OptionsLoader
{
    /// <summary>The environment variable that names the file where the command line names none.</summary>
    public const string FileVariable = "GITOPS_CONFIG";

    /// <summary>Reads and checks everything; throws one <see cref="ConfigurationException"/> with every error.</summary>
    /// <param name="file">The YAML file; null for the one that the environment names, if any.</param>
    /// <param name="environment">Variables; those that begin with <c>GITOPS__</c> are settings.</param>
    /// <param name="defaults">Options that nobody has set yet; they are filled and returned.</param>
    /// <param name="overrides">
    /// Settings of the command line: the option that gave it, the path (<c>git.repositories.+.url</c>; <c>+</c> is a new entry, <c>^</c> the last), the value.
    /// </param>
    public static ServiceOptions Load(
        string? file,
        IReadOnlyDictionary<string, string> environment,
        ServiceOptions defaults,
        IReadOnlyCollection<(string Source, string Path, string Value)> overrides)
    {
        var errors = new List<string>();
        var tree = new OptionsTree(errors);
        if ((file ?? environment.GetValueOrDefault(FileVariable)) is { Length: > 0 } path) tree.Read(path);
        tree.Overlay(environment);
        foreach (var (source, key, value) in overrides) tree.Set(source, key, value);

        new OptionsBinder(errors).Bind(tree.Root, defaults, "");
        defaults.Validate(errors);
        if (defaults.Storage.Postgres is null) defaults.Storage.Sqlite ??= Path.Combine(defaults.DataDirectory, "gitops.db");
        return errors.Count == 0 ? defaults : throw new ConfigurationException([.. errors.Distinct()]);
    }
}
