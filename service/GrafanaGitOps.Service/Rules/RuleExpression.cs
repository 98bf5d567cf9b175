namespace GrafanaGitOps.Service.Rules;

/// <summary>An expression in PromQL, and whose it is.</summary>
/// <param name="Owner">Such as <c>alert ArgoAppOutOfSync</c>, <c>record job:latency</c> or <c>panel Sync status</c>.</param>
/// <param name="Text">The expression.</param>
internal sealed record RuleExpression(string Owner, string Text);
