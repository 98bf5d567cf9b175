using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Rules;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>check-rules FILE...</c>: which alert rules and panels can never have a result.</summary>
internal static class CheckRulesCommand
{
    /// <summary>Holds a token for Prometheus, so that it shows in no list of processes.</summary>
    private const string TokenVariable = "GITOPS_PROMETHEUS_TOKEN";

    private const int MostBytes = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Prometheus rules, PrometheusRule objects, Grafana alert rules or dashboards, or ConfigMaps of them; YAML or JSON",
            Arity = ArgumentArity.OneOrMore,
        };
        var metrics = new Option<string[]>("--metrics") { Description = "Address or file of a metrics endpoint (text format); may be given several times" };
        var prometheus = new Option<Uri>("--prometheus")
        {
            Description = $"Address of a Prometheus that is asked for series of the last 7 days; a token may stand in {TokenVariable}",
            CustomParser = result => IsAddress(result.Tokens[0].Value.TrimEnd('/') + "/", out var uri)
                ? uri
                : Refuse(result, "--prometheus wants an address that begins with http:// or https://."),
        };
        var command = new Command("check-rules", "Say which alert rules and panels about Argo CD and Flux can never have a result") { files, metrics, prometheus };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(parsed.GetRequiredValue(files), parsed.GetValue(metrics) ?? [], parsed.GetValue(prometheus), cancellationToken);
            }
            catch (RuleCheckException exception)
            {
                await Console.Error.WriteLineAsync(ForeignText.OneLine(exception.Message));
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }

    private static async Task<int> RunAsync(string[] paths, string[] metrics, Uri? prometheus, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var sources = new List<SeriesSource>();
        if (metrics.Length > 0) sources.Add(await ReadMetricsAsync(http, metrics, cancellationToken));
        if (prometheus is not null) sources.Add(new PrometheusSeries(http, prometheus, TimeProvider.System));

        var check = new RuleCheck(sources);
        var files = paths.Select(path => (path, RuleFile.Read(path))).ToList();
        var findings = await check.CheckAsync(files, cancellationToken);
        Print(findings, check, sources.Count > 0);
        return findings.Any(finding => finding.Verdict is RuleVerdict.Never or RuleVerdict.Unreadable) ? ExitCode.Failure : ExitCode.Success;
    }

    private static async Task<ExpositionSeries> ReadMetricsAsync(HttpClient http, string[] endpoints, CancellationToken cancellationToken)
    {
        var series = new ExpositionSeries();
        foreach (var endpoint in endpoints)
        {
            try
            {
                series.Add(await ReadAsync(http, endpoint, cancellationToken));
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or TaskCanceledException)
            {
                throw new RuleCheckException($"--metrics {Shown(endpoint)} cannot be read: {exception.Message}");
            }
        }

        return series;
    }

    private static Task<string> ReadAsync(HttpClient http, string endpoint, CancellationToken cancellationToken)
    {
        if (IsAddress(endpoint, out var uri)) return http.GetStringAsync(uri, cancellationToken);
        if (!File.Exists(endpoint)) throw new RuleCheckException($"--metrics names {endpoint}, which is neither an address nor a file.");
        if (new FileInfo(endpoint).Length > MostBytes) throw new RuleCheckException($"--metrics names {endpoint}, which has more than {MostBytes >> 20} MiB.");
        return File.ReadAllTextAsync(endpoint, cancellationToken);
    }

    private static bool IsAddress(string text, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Scheme is "http" or "https";

    /// <summary>An address without user, password and query.</summary>
    private static string Shown(string endpoint) => IsAddress(endpoint, out var uri)
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped)
        : endpoint;

    private static void Print(IReadOnlyList<RuleFinding> findings, RuleCheck check, bool looked)
    {
        foreach (var file in findings.GroupBy(finding => finding.File))
        {
            Console.Out.WriteLine(ForeignText.OneLine(file.Key));
            foreach (var finding in file)
            {
                Console.Out.WriteLine(ForeignText.OneLine($"  {finding.Owner}: {Words(finding.Verdict)}: {finding.Reason}."));
                if (finding.Instead is { } instead) Console.Out.WriteLine(ForeignText.OneLine($"    Use {instead}."));
            }
        }

        var never = findings.Count(finding => finding.Verdict == RuleVerdict.Never);
        Console.Out.WriteLine($"{check.Expressions} expressions read, {never} of their parts can never find anything.");
        if (check.NotJudged > 0 && !looked)
            Console.Out.WriteLine("Only what is known to be wrong was looked for; with --prometheus or --metrics real series are looked for too.");
    }

    private static string Words(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Never => "never has a result",
        RuleVerdict.Partly => "a part never finds anything",
        RuleVerdict.NotSeen => "no result so far",
        _ => "not understood",
    };
}
