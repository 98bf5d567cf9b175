namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>What people of the demo write into their commits.</summary>
internal static class Phrases
{
    /// <summary>The people, by their first names.</summary>
    public static readonly IReadOnlyList<string> People = ["alice", "bob", "carol", "dan", "erin"];

    /// <summary>Settings of one environment: words, key, values in turn.</summary>
    public static readonly IReadOnlyList<(string Type, string Text, string Key, IReadOnlyList<string> Values)> Settings =
    [
        ("chore", "more replicas", "replicas", ["2", "3", "4"]),
        ("chore", "log level", "log.level", ["info", "debug", "warning"]),
        ("perf", "longer cache lifetime", "cache.lifetime", ["30s", "60s", "120s"]),
        ("fix", "request timeout", "request.timeout", ["5s", "8s", "10s"]),
        ("perf", "memory limit", "memory.limit", ["384Mi", "512Mi", "640Mi"]),
    ];

    private static readonly Dictionary<string, IReadOnlyList<(string Type, string Text)>> Changes = new()
    {
        ["checkout"] =
        [
            ("feat", "express payment button"), ("fix", "round totals to cents"), ("perf", "load prices in one query"),
            ("refactor", "address form in parts"), ("fix", "authorise a card only once"), ("feat", "gift cards"),
        ],
        ["payments"] =
        [
            ("feat", "refunds by instalments"), ("fix", "give up on a bank after ten seconds"), ("chore", "new webhook keys"),
            ("feat", "settlement report"), ("fix", "keep the currency of a refund"), ("refactor", "one client for all banks"),
        ],
        ["catalog"] =
        [
            ("feat", "size guide"), ("perf", "keep categories in memory"), ("fix", "order of variants"), ("feat", "energy labels"),
            ("refactor", "prices apart from products"), ("fix", "missing pictures of bundles"),
        ],
        ["cart"] =
        [
            ("feat", "save for later"), ("fix", "quantities after signing in"), ("perf", "smaller sessions"), ("feat", "share a cart"),
            ("fix", "vouchers that have expired"), ("test", "carts of a thousand items"),
        ],
        ["search"] =
        [
            ("feat", "synonyms"), ("perf", "smaller shards"), ("fix", "umlauts in suggestions"), ("feat", "search by picture"),
            ("fix", "empty pages at the end"), ("perf", "warm up before traffic comes"),
        ],
        ["recommendations"] =
        [
            ("feat", "seasons"), ("perf", "look features up in batches"), ("fix", "guests without history"), ("feat", "similar brands"),
            ("chore", "model of this month"), ("fix", "do not recommend what is sold out"),
        ],
        ["shipping"] =
        [
            ("feat", "pickup points"), ("fix", "tariff of islands"), ("chore", "third version of the carrier's interface"),
            ("feat", "delivery on Saturdays"), ("fix", "labels on two pages"), ("refactor", "tariffs as data"),
        ],
        ["web"] =
        [
            ("feat", "dark theme"), ("fix", "order of focus in the menu"), ("perf", "fonts before scripts"), ("style", "spacing on phones"),
            ("feat", "recently seen"), ("fix", "back button after filters"),
        ],
        ["ingress-nginx"] =
        [
            ("chore", "controller of this month"), ("feat", "client address in the access log"), ("fix", "larger headers"),
            ("perf", "keep connections to backends"),
        ],
        ["cert-manager"] = [("chore", "release of this month"), ("fix", "renew a week earlier"), ("feat", "certificates for previews")],
        ["monitoring"] =
        [
            ("feat", "dashboards of the shop"), ("perf", "drop series that nobody reads"), ("fix", "retention of rules"),
            ("chore", "exporters of this month"),
        ],
    };

    /// <summary>Subjects for a new version, to be used in turn.</summary>
    public static IReadOnlyList<(string Type, string Text)> Of(string name) => Changes[name];
}
