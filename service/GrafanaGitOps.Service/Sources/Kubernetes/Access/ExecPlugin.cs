using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Cleaning;
using k8s;
using k8s.KubeConfigModels;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>
/// The <c>exec</c> part of a kubeconfig user: a program that prints a credential. Run by us with no input, bounded output and bounded time: the package
/// joins its arguments with blanks, tells it nothing of the cluster, leaves it running after two minutes, and puts what it printed into errors.
/// </summary>
internal sealed partial class ExecPlugin(ExecSection exec, string command, string info)
{
    private static readonly string[] Supported = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecPlugin Create(ExecSection exec, ConfigurationSection<UserSection> user, ClusterSection cluster)
    {
        var description = $"exec of {user.Description}";
        if (string.IsNullOrEmpty(exec.Command)) throw new KubernetesException($"{description} has no command.");
        if (!Supported.Contains(exec.ApiVersion))
            throw new KubernetesException($"apiVersion in {description} must be one of {string.Join(", ", Supported)}.");
        if (exec.InteractiveMode == "Always")
            throw new KubernetesException($"{description} wants to ask a person (interactiveMode: Always); a service has none.");

        // A path with a folder is relative to the kubeconfig; a bare name is looked up in PATH.
        var command = exec.Command.Contains('/') ? user.ResolvePath(exec.Command) : exec.Command;
        var spec = new JsonObject { ["interactive"] = false };
        if (exec.ProvideClusterInfo)
        {
            spec["cluster"] = new JsonObject { ["server"] = cluster.Server };
            if (cluster.CertificateAuthorityData is { } authority) spec["cluster"]!["certificate-authority-data"] = authority;
            if (cluster.TlsServerName is { } name) spec["cluster"]!["tls-server-name"] = name;
        }

        var info = new JsonObject { ["apiVersion"] = exec.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
        return new ExecPlugin(exec, command, info.ToJsonString(JsonSerializerOptions.Web));
    }

    /// <summary>Runs it; what it printed has a token, or a certificate and its key.</summary>
    public async Task<ExecCredentialResponse.ExecStatus> RunAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var process = Start();
        using var timeout = new CancellationTokenSource(KubernetesLimits.PluginTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError.BaseStream, both.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, both.Token);
            var complaint = await errors;
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0 ? Parse(output) : throw Failure($"ended with status {process.ExitCode}: {Scrub(complaint)}");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw Failure($"did not end within {KubernetesLimits.PluginTimeout.TotalSeconds} s.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command, exec.Arguments ?? [])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var variable in exec.EnvironmentVariables ?? [])
            if (variable?.GetValueOrDefault("name") is { Length: > 0 } name) start.Environment[name] = variable.GetValueOrDefault("value") ?? "";
        start.Environment["KUBERNETES_EXEC_INFO"] = info;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw Failure($"cannot be started: {exception.Message}.{(exec.InstallHint is { } hint ? " " + ForeignText.Line(hint, ForeignText.MessageLength) : "")}");
        }
    }

    private ExecCredentialResponse.ExecStatus Parse(string output)
    {
        ExecCredentialResponse? response;
        try
        {
            response = KubernetesJson.Deserialize<ExecCredentialResponse?>(output);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Failure("printed something that is not an ExecCredential in JSON.");
        }

        if (response?.ApiVersion is { } version && version != exec.ApiVersion)
            throw Failure($"printed apiVersion {ForeignText.Line(version)} where {exec.ApiVersion} was asked for.");
        if (response?.Status is not { } status) throw Failure("printed no status.");
        if (string.IsNullOrEmpty(status.ClientCertificateData) != string.IsNullOrEmpty(status.ClientKeyData))
            throw Failure("printed a certificate without key, or a key without certificate.");
        return status.IsValid() ? status : throw Failure("printed neither token nor certificate.");
    }

    private KubernetesException Failure(string what) => new($"The credential plugin {command} {what}");

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            // Beyond the limit the output is drained, not kept, so that the program can end.
            if (content.Length + read <= KubernetesLimits.MaxPluginOutputBytes) content.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }

    /// <summary>The program's complaint without anything that could be a token or a key.</summary>
    private static string Scrub(string complaint) => ForeignText.Line(Secret().Replace(complaint[..Math.Min(complaint.Length, 4096)], "***"), ForeignText.MessageLength);

    [GeneratedRegex(@"[A-Za-z0-9+/_\-.=]{20,}|(?<=(token|secret|password|key)\S{0,3}[=:]\s*)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
