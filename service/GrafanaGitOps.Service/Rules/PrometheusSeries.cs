using System.Globalization;
using System.Text.Json;
using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Rules;

/// <summary>Series of the last days in a Prometheus, by its HTTP API: <c>GET /api/v1/labels</c> names the labels of the series that match.</summary>
internal sealed class PrometheusSeries(HttpClient http, Uri address, TimeProvider timeProvider) : SeriesSource
{
    private static readonly TimeSpan Range = TimeSpan.FromDays(7);

    private readonly Dictionary<string, IReadOnlySet<string>> _labels = new(StringComparer.Ordinal);

    public override async Task<SeriesLook> LookAsync(MetricSelector selector, CancellationToken cancellationToken)
    {
        if (selector.Metric is not { } metric) return default;
        var name = $"{{__name__=\"{metric.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var labels = await LabelsAsync(name + "}", cancellationToken);
        if (labels.Count == 0) return new SeriesLook(SeriesFinding.NoMetric);
        if (selector.Matchers.FirstOrDefault(matcher => !matcher.AllowsMissing && !labels.Contains(matcher.Label)) is { } missing)
            return new SeriesLook(SeriesFinding.NoLabel, missing.Label);

        var known = selector.Matchers.Where(matcher => !matcher.HasVariable).ToList();
        if (known.Count == 0) return new SeriesLook(SeriesFinding.Found);
        var matching = await LabelsAsync($"{name},{string.Join(',', known)}}}", cancellationToken);
        return new SeriesLook(matching.Count > 0 ? SeriesFinding.Found : SeriesFinding.NoValue);
    }

    private async Task<IReadOnlySet<string>> LabelsAsync(string selector, CancellationToken cancellationToken)
    {
        if (_labels.TryGetValue(selector, out var labels)) return labels;
        // Without an end: its clock may be ahead of ours, and an end in whole seconds would miss what it has just scraped.
        var start = (timeProvider.GetUtcNow() - Range).ToUnixTimeSeconds();
        var query = string.Create(CultureInfo.InvariantCulture, $"api/v1/labels?start={start}&match[]={Uri.EscapeDataString(selector)}");
        return _labels[selector] = await AskAsync(new Uri(address, query), cancellationToken);
    }

    private async Task<IReadOnlySet<string>> AskAsync(Uri uri, CancellationToken cancellationToken)
    {
        // Only host and port are shown: an address may hold a password.
        var shown = uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.Unescaped);
        try
        {
            using var response = await http.GetAsync(uri, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new RuleCheckException($"{shown} answered {(int)response.StatusCode} to a question for labels: is it a Prometheus?");
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("data").EnumerateArray().Select(label => label.GetString()!).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new RuleCheckException($"{shown} cannot be asked: {exception.Message}");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RuleCheckException($"{shown} did not answer as a Prometheus does (GET /api/v1/labels).");
        }
    }
}
