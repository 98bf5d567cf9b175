using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Tests.Rules;

/// <summary>What an expression reads.</summary>
public sealed class SelectorTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("sum by (job, code) (rate(http_requests_total{code!~'2..',job=~`api|web`}[5m])) / on() group_left vector(1)", "http_requests_total{code!~\"2..\",job=~\"api|web\"}")]
    [InlineData("a:b:rate5m offset 5m > bool 1e-3", "a:b:rate5m")]
    [InlineData("max_over_time(sum(x)[1h:5m]) and on (job) y @ end()", "x y")]
    [InlineData("{__name__=\"a.b\", c=\"}\"} + {\"d.e\"}", "a.b{c=\"}\"} d.e")]
    [InlineData("$metric{a=\"b\"} + ${other}{c=~\"$d\"}", "{a=\"b\"} {c=~\"$d\"}")]
    [InlineData("sum by (${code}) (rate(${latency}_bucket{${code}=~\"5..\", a=\"1\"}[$__rate_interval]))", "{a=\"1\"}")]
    [InlineData("x{$labels, [[more]], a=\"1\"} # y\n> 0", "x{a=\"1\"}")]
    [InlineData("quantile(0.9, x{a=\"say \\\"no\\\"\"})", "x{a=\"say \\\"no\\\"\"}")]
    [InlineData("absent(x) or y", "x? y?")]
    [InlineData("x unless on (a) y", "x y?")]
    [InlineData("histogram_quantile(0.95, sum(rate(b_bucket[$__rate_interval])) by (le))", "b_bucket")]
    public void Expression_itsSelectors(string text, string expected)
    {
        var selectors = PromExpression.Read(text).Selectors.Select(selector => selector + (selector.IsDispensable ? "?" : ""));

        string.Join(' ', selectors).Should().Be(expected);
    }

    [Theory]
    [InlineData("x{a=\"b", "the text \"b does not end")]
    [InlineData("x{a=\"b\"", "a { has no }")]
    [InlineData("x{a>1}", "'a' is not a condition on a label")]
    [InlineData("x > ${y", "the variable ${y does not end")]
    public void Expression_broken_saysWhere(string text, string message) =>
        FluentActions.Invoking(() => PromExpression.Read(text)).Should().ThrowExactly<PromQlException>().Which.Message.Should().Be(message);

    [Theory]
    [InlineData("=", "", true)]
    [InlineData("=", "a", false)]
    [InlineData("!=", "a", true)]
    [InlineData("!=", "", false)]
    [InlineData("=~", "a|", true)]
    [InlineData("=~", ".+", false)]
    [InlineData("!~", ".+", true)]
    [InlineData("!~", ".*", false)]
    [InlineData("=~", "$application", true)]
    [InlineData("=~", "(", true)]
    public void Matcher_missingLabel(string sign, string value, bool allowed) =>
        new LabelMatcher("label", sign, value).AllowsMissing.Should().Be(allowed);

    /// <summary>Whatever people write, the answer is selectors or a sentence.</summary>
    [Fact]
    public void Any_text_is_read_or_refused() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int[]>().Select(numbers => string.Concat(numbers.Select(number => Pieces[Math.Abs(number % Pieces.Length)]))).ToArbitrary(),
        text =>
        {
            try
            {
                return PromExpression.Read(text).Selectors.Count <= text.Length;
            }
            catch (PromQlException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    private static readonly string[] Pieces =
        ["x", "{", "}", "(", ")", "[", "]", "\"", "'", "`", "\\", "$", "${", "[[", "=", "=~", "!", ",", " ", "by", "or", "unless", "absent", "#", "\n", "5m", ":", "é"];
}
