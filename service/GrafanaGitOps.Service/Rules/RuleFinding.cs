namespace GrafanaGitOps.Service.Rules;

/// <summary>How bad it is.</summary>
internal enum RuleVerdict
{
    /// <summary>The expression never has a result.</summary>
    Never,

    /// <summary>A part of it never finds anything, or groups by a label that is never there.</summary>
    Partly,

    /// <summary>Nothing was found, but may be once something happens.</summary>
    NotSeen,

    /// <summary>The expression cannot be read.</summary>
    Unreadable,
}

/// <summary>What is wrong with an expression.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Verdict">How bad it is.</param>
/// <param name="Reason">Why, as a sentence without its end.</param>
/// <param name="Instead">What to use; null when that is not known.</param>
internal sealed record RuleFinding(string File, string Owner, RuleVerdict Verdict, string Reason, string? Instead = null);
