using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// The first list of 10,000 Argo CD Applications (50 resources, 10 history entries each) on a real API server until all of it is in the ledger,
/// in a fresh process each time, against <c>kubectl get applications -A -o json</c> to <c>/dev/null</c>.
/// </summary>
internal static class FirstList
{
    /// <summary>The first argument that makes this program the process which is measured.</summary>
    public const string ChildVerb = "list-once";

    private const int Applications = 10_000;

    /// <summary>To be raised when the objects change: the cluster's data, made in some minutes, is kept (<see cref="BenchmarkCache"/>).</summary>
    private const int Generation = 1;

    private const int Rounds = 3;

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("gitops-benchmark-").FullName;
        var cluster = BenchmarkCache.Folder($"applications-{Generation}");
        var complete = Path.Combine(cluster, "complete");
        if (!File.Exists(complete)) Directory.Delete(cluster, recursive: true);
        try
        {
            await RunAsync("scripts/kubernetes.sh", "start", cluster);
            var kubeconfig = Path.Combine(cluster, "kubeconfig");
            if (!File.Exists(complete))
            {
                await CreateApplicationsAsync(cluster, kubeconfig);
                await File.WriteAllTextAsync(complete, "");
            }

            var (kubectl, list, memory) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                kubectl.Add(await TimeAsync("/bin/sh", "-c", $"exec kubectl --kubeconfig {kubeconfig} get applications -A -o json > /dev/null"));
                var (time, megabytes) = await MeasureAsync(kubeconfig, Path.Combine(folder, $"{round}.db"));
                list.Add(time);
                memory.Add(megabytes);
            }

            report.Add("first list: JSON of one Application", Encoding.UTF8.GetByteCount(Application(0)) / 1024.0, "kB");
            report.Add("first list: kubectl get applications -A -o json", Median(kubectl), "s");
            report.Add($"first list of {Applications:#,0} Applications to the ledger", Median(list), "s");
            report.AtMost("first list against kubectl", Median(list) / Median(kubectl), "x", 1.0);
            report.AtMost("first list, peak memory", Median(memory), "MB", 250);
        }
        finally
        {
            await RunAsync("scripts/kubernetes.sh", "stop", cluster);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The measured process: watches the cluster until all of it is recorded, and prints its own peak of memory in kB.</summary>
    public static async Task<int> RunChildAsync(string kubeconfig, string storeFile)
    {
        await using var store = await Store.OpenAsync(new StorageOptions { Sqlite = storeFile }, NullLoggerFactory.Instance, CancellationToken.None);
        using var meter = new Meter("benchmark");
        using var stop = new CancellationTokenSource();
        var options = new KubernetesOptions { Clusters = [new ClusterOptions { Name = "benchmark", Kubeconfig = kubeconfig }] };
        var source = new ClusterSource(
            options, SourceTable.With(SourceTable.CreateOptions()), new EnvironmentOptions(), ClusterTimings.Of(options), new ClusterMetrics(meter),
            NullLoggerFactory.Instance, TimeProvider.System);
        var running = source.RunAsync(store, stop.Token);
        // As the program itself would be asked by a probe: the source tells nobody when it has read all.
        while (source.Unread.Count > 0) await Task.Delay(20);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var stored = await store.Applications.ReadAsync(new ApplicationFilter(), CancellationToken.None);
        if (stored.Count != Applications) throw new InvalidOperationException($"{stored.Count} applications were stored.");
        Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));
        return 0;
    }

    private static async Task<(double Seconds, double Megabytes)> MeasureAsync(string kubeconfig, string storeFile)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildVerb, kubeconfig, storeFile]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(FirstList).Assembly.Location);
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException("The listing process failed.");
        var kilobytes = output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return (seconds, double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024);
    }

    private static async Task CreateApplicationsAsync(string cluster, string kubeconfig)
    {
        var crd = Path.GetFullPath(Path.Combine("..", "shared", "fixtures", "crds", "argocd-application-crd.yaml"));
        await RunAsync("kubectl", "--kubeconfig", kubeconfig, "apply", "--server-side", "-f", crd);
        await RunAsync("/bin/sh", "-c", $"until kubectl --kubeconfig {kubeconfig} get applications -A 2>/dev/null; do sleep 0.2; done");

        var port = File.ReadLines(Path.Combine(cluster, "ports")).Single(line => line.StartsWith("server_port=", StringComparison.Ordinal))["server_port=".Length..];
        var token = (await File.ReadAllTextAsync(Path.Combine(cluster, "tokens.csv"))).Split(',')[0];
        // The server made its certificate itself, a moment ago, on loopback.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}/apis/argoproj.io/v1alpha1/namespaces/default/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Parallel.ForAsync(0, Applications, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellationToken) =>
        {
            using var content = new StringContent(Application(number), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri("applications", UriKind.Relative), content, cancellationToken);
            response.EnsureSuccessStatusCode();
        });
    }

    private static string Application(int number)
    {
        var name = $"application-{number:0000}";
        var source = $$"""{"repoURL":"https://git.example.com/platform/deployments.git","path":"apps/{{name}}/overlays/production","targetRevision":"main"}""";
        var resources = Range(50, resource => $$"""
            {"group":"apps","version":"v1","kind":"Deployment","namespace":"{{name}}","name":"{{name}}-{{resource}}","status":"Synced","health":{"status":"Healthy"} }
            """);
        var results = Range(50, resource => $$"""
            {"group":"apps","version":"v1","kind":"Deployment","namespace":"{{name}}","name":"{{name}}-{{resource}}","status":"Synced","message":"deployment.apps/{{name}}-{{resource}} configured","hookPhase":"Running","syncPhase":"Sync"}
            """);
        var history = Range(10, entry => $$"""
            {"id":{{entry}},"revision":"{{Sha(number, entry)}}","deployStartedAt":"2026-11-{{entry + 1:00}}T08:00:00Z","deployedAt":"2026-11-{{entry + 1:00}}T08:00:06Z","initiatedBy":{"automated":true},"source":{{source}} }
            """);
        var sha = Sha(number, 9);
        return $$"""
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Application",
             "metadata":{"name":"{{name}}","namespace":"default","labels":{"environment":"production"} },
             "spec":{"project":"default","destination":{"server":"https://kubernetes.default.svc","namespace":"{{name}}" },"source":{{source}},"syncPolicy":{"automated":{"prune":true,"selfHeal":true} } },
             "status":{"reconciledAt":"2026-11-20T08:30:00Z","sourceType":"Kustomize",
              "sync":{"status":"Synced","revision":"{{sha}}","comparedTo":{"destination":{"server":"https://kubernetes.default.svc","namespace":"{{name}}" },"source":{{source}} } },
              "health":{"status":"Healthy","lastTransitionTime":"2026-11-20T08:03:00Z"},
              "operationState":{"phase":"Succeeded","message":"successfully synced (all tasks run)","startedAt":"2026-11-10T08:00:00Z","finishedAt":"2026-11-10T08:00:06Z",
               "operation":{"initiatedBy":{"automated":true},"sync":{"revision":"{{sha}}","prune":true} },
               "syncResult":{"revision":"{{sha}}","source":{{source}},"resources":[{{results}}]} },
              "history":[{{history}}],"resources":[{{resources}}],"summary":{"images":["registry.example.com/{{name}}:1.8.2"]} } }
            """;
    }

    private static string Range(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static string Sha(int number, int entry) => $"{number:x8}{entry:x8}".PadRight(40, '0');

    private static async Task<double> TimeAsync(string program, params string[] arguments)
    {
        var from = Stopwatch.GetTimestamp();
        await RunAsync(program, arguments);
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
