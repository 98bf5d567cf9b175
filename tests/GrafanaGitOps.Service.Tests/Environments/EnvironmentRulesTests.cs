using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Environments;

public sealed class EnvironmentRulesTests
{
    [Theory]
    [InlineData("label environment=prod", "production")]
    [InlineData("label env=Sandbox", "sandbox")]
    [InlineData("label app.kubernetes.io/environment=uat", "staging")]
    [InlineData("path apps/shop/overlays/production", "production")]
    [InlineData("path clusters/prod-eu-1/shop", "production")]
    [InlineData("path clusters/live/staging/shop", "staging")]
    [InlineData("path apps/pre-prod/shop", "staging")]
    [InlineData("path apps/non-prod/shop", null)]
    [InlineData("path apps/product/shop", null)]
    [InlineData("values $values/shop/values-stage.yaml", "staging")]
    [InlineData("namespace shop-qa", "development")]
    [InlineData("namespace dev", "development")]
    [InlineData("application shop-preprod", "staging")]
    [InlineData("project storefront-live", "production")]
    [InlineData("destination eu-stag", "staging")]
    [InlineData("cluster prod", "production")]
    [InlineData("namespace testimonials", null)]
    public void Decide_common_convention_is_understood(string where, string? environment)
    {
        var verdict = new EnvironmentRules(new EnvironmentOptions()).Decide(Application(where));
        verdict.Environment.Should().Be(environment);
        verdict.Because.Should().Be(environment is null ? "nothing fits" : where.Replace("values ", "path ", StringComparison.Ordinal).Replace("destination", "destination cluster", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_first_rule_that_fits_wins_and_says_so()
    {
        var rules = new EnvironmentRules(new EnvironmentOptions
        {
            Rules =
            [
                new EnvironmentRule { Environment = "canary", Path = "apps/*/production", Namespace = "canary-*" },
                new EnvironmentRule { Label = "stage-of-life" },
                new EnvironmentRule { Environment = "edge", Cluster = "edge-??" },
                new EnvironmentRule { Environment = "production", Path = "apps/*" },
            ],
        });
        Decide(rules, "path apps/shop/production").Should().Be(("production", "rule 4 (path apps/*)"));
        Decide(rules, "label stage-of-life=Live-ish").Should().Be(("live-ish", "rule 2 (label stage-of-life)"));
        Decide(rules, "cluster EDGE-07").Should().Be(("edge", "rule 3 (cluster edge-??)"));
    }

    [Fact]
    public void Decide_nothing_fits_gives_fallback_and_its_budget()
    {
        var rules = new EnvironmentRules(new EnvironmentOptions
        {
            Fallback = "shared",
            Conventions = false,
            Budgets = [new EnvironmentBudget { Environment = "Shared", Budget = TimeSpan.FromHours(2) }],
        });
        rules.Decide(Application("namespace prod")).Should().Be(new EnvironmentVerdict("shared", TimeSpan.FromHours(2), "fallback"));
    }

    [Theory]
    [InlineData("development", 5)]
    [InlineData("staging", 15)]
    [InlineData("Production", 30)]
    [InlineData("sandbox", 30)]
    [InlineData(null, 30)]
    public void Budget_defaults_are_those_of_the_design(string? environment, int minutes) =>
        new EnvironmentRules(new EnvironmentOptions()).Budget(environment).Should().Be(TimeSpan.FromMinutes(minutes));

    [Fact]
    public void Validate_says_every_mistake_with_its_key()
    {
        var errors = new List<string>();
        new EnvironmentOptions
        {
            Rules = [new EnvironmentRule { Environment = "x" }, new EnvironmentRule { Label = "=prod", Path = " " }, new EnvironmentRule { Label = "env" }],
            Budgets = [new EnvironmentBudget { Environment = "a", Budget = TimeSpan.FromMinutes(1) }, new EnvironmentBudget { Environment = "A" }, new EnvironmentBudget()],
            DefaultBudget = TimeSpan.Zero,
            Fallback = "",
        }.Validate("environments", errors);
        errors.Should().Equal(
        [
            "environments.rules[0] must have at least one of label, path, namespace, project and cluster.",
            "environments.rules[1].label must be KEY or KEY=VALUE.",
            "environments.rules[1].environment must name an environment; only a label without value can stand for it.",
            "environments.rules[1].path must not be empty: leave it out, or use * for any.",
            "environments.budgets[1].environment \"A\" has a budget already: keep one.",
            "environments.budgets[1].budget must be from 1s to 365d.",
            "environments.budgets[2].environment must name an environment.",
            "environments.budgets[2].budget must be from 1s to 365d.",
            "environments.defaultBudget must be from 1s to 365d.",
            "environments.fallback must name an environment or be left out.",
        ]);
    }

    private static (string?, string) Decide(EnvironmentRules rules, string where) =>
        rules.Decide(Application(where)) is var verdict ? (verdict.Environment, verdict.Because) : default;

    /// <summary>An application that has one thing of note, written as <c>what value</c>.</summary>
    private static ApplicationState Application(string where)
    {
        var (what, value) = (where[..where.IndexOf(' ')], where[(where.IndexOf(' ') + 1)..]);
        string Or(string kind, string otherwise) => what == kind ? value : otherwise;
        var label = Or("label", "team=storefront").Split('=');
        return new ApplicationState
        {
            Id = new GrafanaGitOps.Service.Events.ApplicationId(Or("cluster", "hub"), OperatorNames.ArgoCd, "Application", "argocd", Or("application", "shop")),
            Uid = "1",
            ResourceVersion = "1",
            Project = Or("project", "storefront"),
            Labels = new Dictionary<string, string> { [label[0]] = label[1] },
            Destination = new Destination("https://kubernetes.default.svc", Or("destination", "eu"), Or("namespace", "shop")),
            Sources = [new ApplicationSource { Path = Or("path", "shop"), ValuesFiles = what == "values" ? [value] : [] }],
        };
    }
}
