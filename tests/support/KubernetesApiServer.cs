using System.Diagnostics;
using System.Text;

namespace GrafanaGitOps.Testing;

/// <summary>A real kube-apiserver with etcd on loopback, from scripts/kubernetes.sh. Tests skip (fail in CI) where the programs are missing.</summary>
public sealed class KubernetesApiServer : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "gitops-kubernetes-" + Guid.NewGuid().ToString("N"));
    private string? _unavailable;

    /// <summary>Kubeconfig of an administrator.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>A folder for this server's files.</summary>
    public string Folder => _folder;

    /// <summary>Whether the programs are there.</summary>
    public bool IsAvailable => _unavailable is null;

    public Uri Url { get; private set; } = null!;

    /// <summary>The administrator's token.</summary>
    public string Token => File.ReadAllText(Path.Combine(_folder, "tokens.csv")).Split(',')[0];

    /// <summary>PEM of the authority that signs client certificates, and its key.</summary>
    public (string Certificate, string Key) ClientAuthority =>
        (File.ReadAllText(Path.Combine(_folder, "client-ca.crt")), File.ReadAllText(Path.Combine(_folder, "client-ca.key")));

    /// <summary>File with the certificate of the server and its authority.</summary>
    public string ServerAuthority => Path.Combine(_folder, "certs", "apiserver.crt");

    public async ValueTask InitializeAsync()
    {
        try
        {
            await ScriptAsync("start");
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("ended with 3:", StringComparison.Ordinal))
        {
            _unavailable = exception.Message;
            return;
        }

        Url = new Uri((await KubectlAsync("config view -o jsonpath={.clusters[0].cluster.server}")).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (_unavailable is not null) return;
        await ScriptAsync("stop");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>To be called by each test first.</summary>
    public KubernetesApiServer Required()
    {
        Prerequisite.Require(_unavailable is null, _unavailable ?? "");
        return this;
    }

    public Task StopServerAsync() => ScriptAsync("stop-server");

    /// <summary>Ends the API server as a crash does; etcd and its data stay.</summary>
    public Task KillServerAsync() => ScriptAsync("stop-server", ("KILL", "1"));

    public Task StartServerAsync() => ScriptAsync("start-server");

    /// <summary>Makes etcd forget every version but the newest, so that older ones are 410 Gone.</summary>
    public Task CompactAsync() => ScriptAsync("compact");

    /// <summary>Creates or updates objects given as YAML.</summary>
    public Task ApplyAsync(string yaml) => KubectlAsync("apply --server-side --force-conflicts --validate=false -f -", yaml);

    /// <summary>As <see cref="ApplyAsync"/>, for kinds that were defined a moment ago and that the server may not know everywhere yet.</summary>
    public async Task ApplyWhenServedAsync(string yaml)
    {
        if (yaml.Length > 0) await Wait.UntilAsync(() => TryAsync(() => ApplyAsync(yaml), "no matches for kind"));
    }

    /// <summary>Waits until the server has taken in every definition of a kind; kubectl fails at one that has no state at all yet.</summary>
    public Task EstablishedAsync() => Wait.UntilAsync(() => TryAsync(
        () => KubectlAsync($"wait --for=condition=Established --timeout={Wait.Patience.TotalSeconds}s --all crd"), ".status.conditions accessor error"));

    /// <summary>Runs kubectl with arguments split at spaces, and returns what it prints.</summary>
    public Task<string> KubectlAsync(string arguments, string input = "") =>
        RunAsync("kubectl", ["--kubeconfig", Kubeconfig, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], input);

    /// <summary>False for a failure that passes by itself.</summary>
    private static async Task<bool> TryAsync(Func<Task> action, string passing)
    {
        try
        {
            await action();
            return true;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains(passing, StringComparison.Ordinal))
        {
            return false;
        }
    }

    private Task<string> ScriptAsync(string command, params ReadOnlySpan<(string Name, string Value)> environment) =>
        RunAsync(Path.Combine(Repository.Root, "scripts", "kubernetes.sh"), [command, _folder], "", environment);

    private static Task<string> RunAsync(string program, string[] arguments, string input, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return RunAsync(start, input);
    }

    private static async Task<string> RunAsync(ProcessStartInfo start, string input)
    {
        using var timeout = new CancellationTokenSource(Wait.Patience);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        if (process.ExitCode == 0) return output;
        var message = new StringBuilder().Append(Path.GetFileName(start.FileName)).Append(' ').AppendJoin(' ', start.ArgumentList);
        throw new InvalidOperationException($"{message} ended with {process.ExitCode}: {await errors}");
    }
}
