namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>
/// The thirty days before the story: people commit in working hours of working days, and all through the last day, so that a demo on a
/// Sunday shows something too.
/// </summary>
/// <param name="seed">Another seed, other commits.</param>
/// <param name="start">When the demo started: tells which days were working days.</param>
internal sealed class HistoryDrafts(int seed, DateTimeOffset start)
{
    /// <summary>From here on only <see cref="Quiet"/> commits, so that what the story shows stays as it is.</summary>
    private static readonly TimeSpan QuietFrom = TimeSpan.FromHours(-3);

    // A fixed set of seeds makes a fixed sequence; nothing here is a secret.
    private readonly Random _dice = new(seed);

    /// <summary>Commits that leave alone what is out of order in the story.</summary>
    public static Draft Quiet(Random dice, TimeSpan at)
    {
        string[] free = ["cart", "recommendations", "web"];
        if (dice.Next(3) > 0) return Change(dice, at, Fleet.Shop, free[dice.Next(free.Length)]);
        string[] elsewhere = ["payments", "catalog", "search"];
        return dice.Next(4) == 0
            ? Setting(dice, at, Fleet.Shop, new Target("shipping", Fleet.Production))
            : Setting(dice, at, Fleet.Shop, new Target(elsewhere[dice.Next(elsewhere.Length)], Fleet.Development));
    }

    /// <summary>In time order, up to the moment in story time.</summary>
    public IReadOnlyList<Draft> Until(TimeSpan end)
    {
        List<Draft> drafts = [.. Charts()];
        for (var day = Fleet.History.Days - 1; day >= 0; day--) drafts.AddRange(Day(TimeSpan.FromDays(-day - 1)));
        for (var at = TimeSpan.FromHours(-24); at < QuietFrom; at += Minutes(30, 60)) drafts.Add(Shop(at));
        for (var at = QuietFrom; at < end; at += Minutes(20, 30)) drafts.Add(Quiet(_dice, at));
        drafts.Add(Change(_dice, TimeSpan.FromHours(-20), Fleet.Platform, "ingress-nginx"));
        drafts.Add(Change(_dice, TimeSpan.FromHours(-9), Fleet.Platform, "cert-manager"));
        return [.. drafts.OrderBy(draft => draft.At)];
    }

    private static Draft Change(Random dice, TimeSpan at, string repository, string name)
    {
        var phrases = Phrases.Of(name);
        var (type, text) = phrases[dice.Next(phrases.Count)];
        var body = dice.Next(3) == 0 ? $"Refs: SHOP-{dice.Next(100, 900)}" : null;
        return new Draft(at, repository, Person(dice), type, name, text) { Body = body };
    }

    private static Draft Setting(Random dice, TimeSpan at, string repository, Target target)
    {
        var (type, text, key, values) = Phrases.Settings[dice.Next(Phrases.Settings.Count)];
        return new Draft(at, repository, Person(dice), type, target.Name, $"{text} in {target.Environment}")
        {
            Environment = target.Environment,
            Settings = [(key, values[dice.Next(values.Count)])],
        };
    }

    private static string Person(Random dice) => Phrases.People[dice.Next(Phrases.People.Count)];

    /// <summary>New versions of charts, some days apart.</summary>
    private static IEnumerable<Draft> Charts() =>
    [
        Chart(-21, "redis", "19.6.2"), Chart(-16, "loki", "6.10.0"), Chart(-9, "redis", "19.6.4"), Chart(-4, "loki", "6.12.0"),
    ];

    private static Draft Chart(int day, string name, string version) =>
        new(TimeSpan.FromDays(day), Fleet.Platform, "dan", "chore", name, $"chart {version}") { Settings = [("version", version)] };

    /// <summary>One day, counted from <paramref name="from"/>; the last one before the start has its own rule.</summary>
    private IEnumerable<Draft> Day(TimeSpan from)
    {
        var date = (start + from).UtcDateTime.Date;
        var isWeekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        for (var count = isWeekend ? _dice.Next(2) : 8 + _dice.Next(6); count > 0; count--)
        {
            var at = InWorkingHours(date);
            if (at > -Fleet.History + TimeSpan.FromHours(1) && at < TimeSpan.FromHours(-24)) yield return Shop(at);
        }

        for (var count = isWeekend ? 0 : 1 + _dice.Next(2); count > 0; count--)
        {
            var (at, name) = (InWorkingHours(date), Fleet.Kustomizations[_dice.Next(Fleet.Kustomizations.Count)]);
            if (at > -Fleet.History + TimeSpan.FromHours(1) && at < TimeSpan.FromHours(-24)) yield return Platform(at, name);
        }
    }

    private TimeSpan InWorkingHours(DateTime date) =>
        new DateTimeOffset(date, TimeSpan.Zero).AddHours(7).AddSeconds(_dice.Next(10 * 3600)) - start;

    private TimeSpan Minutes(int from, int to) => TimeSpan.FromSeconds(_dice.Next(from * 60, to * 60));

    private Draft Shop(TimeSpan at)
    {
        var name = Fleet.Applications[_dice.Next(Fleet.Applications.Count)];
        if (_dice.Next(10) < 7) return Change(_dice, at, Fleet.Shop, name);
        return Setting(_dice, at, Fleet.Shop, new Target(name, Fleet.Environments[_dice.Next(Fleet.Environments.Count)]));
    }

    private Draft Platform(TimeSpan at, string name) => _dice.Next(2) == 0
        ? Change(_dice, at, Fleet.Platform, name)
        : Setting(_dice, at, Fleet.Platform, new Target(name, Fleet.Environments[_dice.Next(Fleet.Environments.Count)]));
}
