using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>An application of the shop as its users see it.</summary>
/// <param name="Name">The application.</param>
/// <param name="Rate">Requests in a second, in production at noon.</param>
/// <param name="Percentile95">Seconds within which 95 of 100 requests are done.</param>
/// <param name="Errors">Share of requests that fail.</param>
/// <param name="Routes">Method and route, and their share of the requests.</param>
internal sealed record ShopService(
    string Name, double Rate, double Percentile95, double Errors, params IReadOnlyList<(string Method, string Route, double Share)> Routes)
{
    public static IReadOnlyList<ShopService> All { get; } =
    [
        new("checkout", 24, 0.18, 0.002, ("POST", "/api/checkout", 0.6), ("GET", "/api/checkout/{id}", 0.4)),
        new("payments", 11, 0.22, 0.003, ("POST", "/api/payments", 1)),
        new("catalog", 90, 0.06, 0.0005, ("GET", "/api/products", 0.3), ("GET", "/api/products/{id}", 0.7)),
        new("cart", 40, 0.08, 0.001, ("GET", "/api/cart", 0.7), ("PUT", "/api/cart/items/{id}", 0.3)),
        new("search", 55, 0.14, 0.001, ("GET", "/api/search", 1)),
        new("recommendations", 48, 0.11, 0.0015, ("GET", "/api/recommendations", 1)),
        new("shipping", 9, 0.16, 0.001, ("POST", "/api/quotes", 1)),
        new("web", 120, 0.04, 0.0003, ("GET", "/", 1)),
    ];

    /// <summary>How it does at a moment of the story, in an environment.</summary>
    public (double Percentile95, double Errors, double Saturation) At(TimeSpan story, string environment)
    {
        var severity = Name == Incident.Application && environment == Fleet.Production ? Incident.Severity(story) : 0;
        return (Percentile95 + (severity * (0.9 - 0.18)), Errors + (severity * (0.04 - 0.002)), 0.45 + (severity * (0.98 - 0.45)));
    }

    /// <summary>Connections that its pools may open.</summary>
    public int Connections(TimeSpan story, string environment)
    {
        if (environment != Fleet.Production) return 20;
        var isSmall = Name == Incident.Application && Incident.Last(story) is { } incident
            && story >= incident.Deployed && story < incident.RevertDeployed;
        return isSmall ? 60 : 240;
    }

    /// <summary>Requests in a second: more by day than by night, less outside production.</summary>
    public double RateAt(DateTimeOffset at, string environment)
    {
        var day = 0.65 + (0.35 * Math.Sin((at.UtcDateTime.TimeOfDay.TotalHours - 8) * Math.PI / 12));
        var share = environment switch { Fleet.Production => 1, Fleet.Staging => 0.06, _ => 0.03 };
        // A slow wave of its own, so that no two applications look alike.
        var wave = 1 + (0.06 * Math.Sin((at.ToUnixTimeSeconds() / 300d) + Name.Length));
        return Rate * day * share * wave;
    }
}
