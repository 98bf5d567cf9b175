namespace GrafanaGitOps.Service.Rules.PromQl;

/// <summary>Finds what an expression reads, without understanding what it computes: a name that no bracket follows and that is no keyword is a metric.</summary>
internal sealed class SelectorFinder(List<PromToken> tokens)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "atan2", "inf", "nan",
    };

    private static readonly HashSet<string> LabelLists = new(StringComparer.OrdinalIgnoreCase)
    {
        "by", "without", "on", "ignoring", "group_left", "group_right",
    };

    private readonly List<MetricSelector> _selectors = [];
    private readonly List<string> _grouping = [];
    private readonly Stack<string> _calls = new();
    private int _at;

    public PromExpression Find()
    {
        var isOptional = tokens.Any(token => token.IsName("or"));
        for (_at = 0; _at < tokens.Count;)
        {
            var token = tokens[_at];
            if (token.IsName("unless")) isOptional = true;
            if (IsLabelList(token))
                ReadLabelList(token.IsName("by"));
            else if (token.Is("{") || IsMetric(token))
                _selectors.Add(ReadSelector(isOptional));
            else
                Step(token);
        }

        return new PromExpression(_selectors, _grouping);
    }

    private bool IsLabelList(PromToken token) => token.Kind == PromTokenKind.Name && LabelLists.Contains(token.Text) && Follows("(");

    private bool IsMetric(PromToken token) => token.Kind switch
    {
        PromTokenKind.Name => !Keywords.Contains(token.Text) && !Follows("(") && !IsAggregation(),
        PromTokenKind.Variable => Follows("{"),
        _ => false,
    };

    // As in "sum by (job) (up)"; after "up" neither word can follow.
    private bool IsAggregation() => _at + 1 < tokens.Count && (tokens[_at + 1].IsName("by") || tokens[_at + 1].IsName("without"));

    private bool Follows(string sign) => _at + 1 < tokens.Count && tokens[_at + 1].Is(sign);

    private void Step(PromToken token)
    {
        if (token.Is("(")) _calls.Push(_at > 0 && tokens[_at - 1].Kind == PromTokenKind.Name ? tokens[_at - 1].Text : "");
        else if (token.Is(")")) _calls.TryPop(out _);
        else if (token.Is("[")) SkipRange();
        _at++;
    }

    // A range or a subquery's step holds durations and variables, never a metric.
    private void SkipRange()
    {
        while (_at + 1 < tokens.Count && !tokens[_at].Is("]")) _at++;
    }

    private void ReadLabelList(bool isBy)
    {
        for (_at += 2; _at < tokens.Count && !tokens[_at].Is(")"); _at++)
            if (isBy && tokens[_at].Kind is PromTokenKind.Name or PromTokenKind.Text) _grouping.Add(tokens[_at].Text);
        _at++;
    }

    private MetricSelector ReadSelector(bool isOptional)
    {
        var token = tokens[_at];
        var (metric, hasVariable) = (token.Kind == PromTokenKind.Name ? token.Text : null, token.Kind == PromTokenKind.Variable);
        if (!token.Is("{")) _at++;
        var matchers = new List<LabelMatcher>();
        if (_at < tokens.Count && tokens[_at].Is("{")) hasVariable |= ReadMatchers(matchers, ref metric);
        var isAbsence = _calls.Any(call => call is "absent" or "absent_over_time");
        return new MetricSelector(metric, matchers, hasVariable, isOptional || isAbsence);
    }

    /// <summary>True when a variable stands among them.</summary>
    private bool ReadMatchers(List<LabelMatcher> matchers, ref string? metric)
    {
        var hasVariable = false;
        for (_at++; _at < tokens.Count && !tokens[_at].Is("}"); _at++)
        {
            var token = tokens[_at];
            if (token.Kind == PromTokenKind.Variable)
            {
                hasVariable = true;
                if (IsMatcher()) _at += 2;
            }
            else if (token.Kind is PromTokenKind.Name or PromTokenKind.Text && IsMatcher())
            {
                Add(matchers, new LabelMatcher(token.Text, tokens[_at + 1].Text, tokens[_at + 2].Text), ref metric);
                hasVariable |= tokens[_at + 2].Kind == PromTokenKind.Variable;
                _at += 2;
            }
            else if (token.Kind == PromTokenKind.Text)
            {
                // {"a.metric"}: a name with characters that only quotes allow.
                metric = token.Text;
            }
            else if (!token.Is(","))
            {
                throw new PromQlException($"'{token.Text}' is not a condition on a label");
            }
        }

        if (_at == tokens.Count) throw new PromQlException("a { has no }");
        _at++;
        return hasVariable;
    }

    private bool IsMatcher() =>
        _at + 2 < tokens.Count && tokens[_at + 1] is { Kind: PromTokenKind.Sign, Text: "=" or "!=" or "=~" or "!~" } &&
        tokens[_at + 2].Kind is PromTokenKind.Text or PromTokenKind.Variable;

    private static void Add(List<LabelMatcher> matchers, LabelMatcher matcher, ref string? metric)
    {
        if (matcher is { Label: "__name__", Operator: "=" } && !matcher.HasVariable) metric = matcher.Value;
        else if (matcher.Label != "__name__") matchers.Add(matcher);
    }
}
