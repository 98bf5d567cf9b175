namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Counts, over the new commits of one batch, how often each author, type and scope occurs.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<string, ValueUse> _authors = [];
    private readonly Dictionary<string, ValueUse> _types = [];
    private readonly Dictionary<string, ValueUse> _scopes = [];

    public IReadOnlyList<ValueUse> All => [.. _authors.Values, .. _types.Values, .. _scopes.Values];

    public void Add(CommitRecord commit)
    {
        Add(_authors, ValueKind.Author, commit.Author.Name);
        Add(_types, ValueKind.Type, commit.ChangeType);
        if (commit.Scope is { } scope) Add(_scopes, ValueKind.Scope, scope);
    }

    private static void Add(Dictionary<string, ValueUse> uses, ValueKind kind, string value)
    {
        if (!uses.TryGetValue(value, out var use)) uses.Add(value, use = new ValueUse(kind, value));
        use.Count++;
    }
}

/// <summary>How often one value occurs.</summary>
internal sealed class ValueUse(ValueKind kind, string value)
{
    public ValueKind Kind => kind;

    public string Value => value;

    public long Count { get; set; }
}
