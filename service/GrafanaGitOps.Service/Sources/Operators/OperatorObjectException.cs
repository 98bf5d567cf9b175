namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>One object that cannot be read. The others of the list or watch are not concerned.</summary>
public sealed class OperatorObjectException(string message, Exception? inner = null) : Exception(message, inner);
