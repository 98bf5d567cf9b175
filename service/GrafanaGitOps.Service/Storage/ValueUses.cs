using System.Runtime.InteropServices;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Counts, over the new commits of one batch, how often each author, type and scope occurs.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<(ValueKind Kind, string Value), long> _uses = [];

    public IReadOnlyDictionary<(ValueKind Kind, string Value), long> All => _uses;

    public void Add(CommitRecord commit)
    {
        Add(ValueKind.Author, commit.Author.Name);
        Add(ValueKind.Type, commit.ChangeType);
        if (commit.Scope is { } scope) Add(ValueKind.Scope, scope);
    }

    private void Add(ValueKind kind, string value) => CollectionsMarshal.GetValueRefOrAddDefault(_uses, (kind, value), out _)++;
}
