namespace GrafanaGitOps.Service.Rules.PromQl;

/// <summary>What a piece of PromQL is.</summary>
internal enum PromTokenKind
{
    /// <summary>A metric, function, keyword or label; names of metrics may hold colons.</summary>
    Name,

    /// <summary>A text, without its quotes, with escapes as between double quotes.</summary>
    Text,

    /// <summary>A number or a duration.</summary>
    Number,

    /// <summary>A variable of Grafana's, such as <c>$cluster</c> or <c>${cluster:regex}</c>: anything may stand in its place.</summary>
    Variable,

    /// <summary>An operator, a bracket or a comma.</summary>
    Sign,
}

/// <summary>A piece of PromQL.</summary>
internal readonly record struct PromToken(PromTokenKind Kind, string Text)
{
    public bool Is(string sign) => Kind == PromTokenKind.Sign && Text == sign;

    public bool IsName(string name) => Kind == PromTokenKind.Name && Text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
