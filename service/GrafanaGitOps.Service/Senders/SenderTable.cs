namespace GrafanaGitOps.Service.Senders;

/// <summary>Every sender there is. A new one is a file beside this and a line here.</summary>
public static class SenderTable
{
    /// <summary>In the order in which people see them.</summary>
    public static IReadOnlyList<Sender> All { get; } =
    [
        GitHubSender.Definition,
        GitLabSender.Definition,
        GiteaSender.Definition,
        FluxSender.Definition,
    ];

    /// <summary>The sender of that name; null when there is none.</summary>
    public static Sender? Find(string name) => All.FirstOrDefault(sender => sender.Name == name);
}
