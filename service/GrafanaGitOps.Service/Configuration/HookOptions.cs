using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>What is pushed to us, at <c>POST /hooks/{name of a receiver}</c> of the HTTP port (<c>hooks</c>).</summary>
public sealed class HookOptions
{
    /// <summary>Who may push. Default nobody.</summary>
    public List<ReceiverOptions> Receivers { get; set; } = [];

    /// <summary>The largest body, from 1KiB to 25MiB, which is GitHub's own limit. Default 5MiB.</summary>
    public ByteSize MaxBody { get; set; } = new(5 * 1024 * 1024);

    /// <summary>Deliveries that are taken at the same time, from 1 to 1000; further ones are asked to come again. Default 100.</summary>
    public int Concurrency { get; set; } = 100;

    /// <summary>How long a delivery may take to arrive, and then to become durable, from 1s to 60s. Default 10s, as long as GitHub waits for an answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Deliveries that one receiver takes in a second, from 1 to 100000; further ones are asked to come again. Default 2000.</summary>
    public int PerSecond { get; set; } = 2_000;

    /// <summary>How often an effect is tried that fails for a reason which may pass, from 2 to 20, before the delivery is given up. Default 6, some 30 s.</summary>
    public int Attempts { get; set; } = 6;

    /// <summary>How long deliveries are kept that were processed, from 1h to 365d. Default 7d.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The same for those that were given up. Default 30d.</summary>
    public TimeSpan KeepDead { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Bytes of all kept deliveries, from 1MiB; the oldest processed ones go first, and nothing is taken while so much waits to be processed.
    /// Default 256MiB.
    /// </summary>
    public ByteSize MaxSize { get; set; } = new(256 * 1024 * 1024);

    /// <summary>Adds every error, each beginning with its key.</summary>
    public void Validate(string key, HttpOptions http, ICollection<string> errors)
    {
        var isReachable = ListenAddress.TryParse(http.Address, out var endPoint, out _) && !ListenAddress.IsLoopback(endPoint);
        foreach (var (index, receiver) in Receivers.Index())
        {
            receiver.Validate($"{key}.receivers[{index}]", isReachable, errors);
            if (Receivers.Take(index).Any(other => other.Name == receiver.Name))
                errors.Add($"{key}.receivers[{index}].name \"{receiver.Name}\" is taken by another receiver: give each its own name.");
        }

        if (MaxBody.Bytes is < 1024 or > 25 * 1024 * 1024) errors.Add($"{key}.maxBody must be from 1KiB to 25MiB.");
        if (Concurrency is < 1 or > 1_000) errors.Add($"{key}.concurrency must be from 1 to 1000.");
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromSeconds(60)) errors.Add($"{key}.timeout must be from 1s to 60s.");
        if (PerSecond is < 1 or > 100_000) errors.Add($"{key}.perSecond must be from 1 to 100000.");
        if (Attempts is < 2 or > 20) errors.Add($"{key}.attempts must be from 2 to 20.");
        foreach (var (name, value) in new[] { ("keep", Keep), ("keepDead", KeepDead) })
            if (value < TimeSpan.FromHours(1) || value > TimeSpan.FromDays(365)) errors.Add($"{key}.{name} must be from 1h to 365d.");
        if (MaxSize.Bytes < 1024 * 1024) errors.Add($"{key}.maxSize must be at least 1MiB.");
    }
}

/// <summary>One who may push (<c>hooks.receivers[]</c>).</summary>
public sealed class ReceiverOptions
{
    /// <summary>The last part of its address, <c>/hooks/{name}</c>: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, at most 100. Default the sender's name.</summary>
    public string Name
    {
        get => field ?? Sender;
        set;
    }

    /// <summary>What pushes: <c>github</c>, <c>gitlab</c>, <c>gitea</c> (Forgejo too) or <c>flux</c>.</summary>
    public string Sender { get; set; } = "";

    /// <summary>The secret that the sender signs with, or shows. Prefer <see cref="SecretEnv"/> or <see cref="SecretFile"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>Environment variable that holds the secret.</summary>
    public string? SecretEnv { get; set; }

    /// <summary>File that holds the secret, such as a mounted one; read at each delivery, so that it may rotate.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The cluster whose operator pushes, by its configured name. Default what the delivery itself says. For <c>flux</c> alone.</summary>
    public string? Cluster { get; set; }

    internal bool HasSecret => (Secret ?? SecretEnv ?? SecretFile) is not null;

    internal void Validate(string key, bool isReachable, ICollection<string> errors)
    {
        if (SenderTable.Find(Sender) is null)
            errors.Add($"{key}.sender must be one of {string.Join(", ", SenderTable.All.Select(sender => sender.Name))}, not \"{Sender}\".");
        else if (Name.Length is 0 or > 100 || !Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            errors.Add($"{key}.name must be letters, digits, '.', '_' or '-', at most 100.");
        if (new[] { Secret, SecretEnv, SecretFile }.Count(value => value is not null) > 1)
            errors.Add($"{key} has more than one of secret, secretEnv and secretFile: keep one.");
        else if (!HasSecret && isReachable)
            errors.Add($"{key} has no secret, and http.address can be reached from the network: set secret, secretEnv or secretFile.");
        if (Secret is not null && string.IsNullOrWhiteSpace(Secret)) errors.Add($"{key}.secret must not be empty.");
        if (SecretEnv is not null && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(SecretEnv)))
            errors.Add($"{key}.secretEnv names the environment variable {SecretEnv}, which is not set.");
        if (SecretFile is not null && !File.Exists(SecretFile)) errors.Add($"{key}.secretFile names {SecretFile}, which is not a file that can be read.");
    }
}
