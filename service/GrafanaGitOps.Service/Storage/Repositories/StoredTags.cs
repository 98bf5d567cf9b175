using System.Text.Json;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>Tags as the text of one column.</summary>
internal static class StoredTags
{
    public static string Write(IEnumerable<RepositoryTag> tags) =>
        StoredLists.Tuples(tags.Select(tag => new[] { StoredText.Clean(tag.Name), tag.Object, tag.Commit }));

    public static IEnumerable<RepositoryTag> Read(string? text) =>
        from tag in JsonSerializer.Deserialize(text ?? "[]", StoredListsContext.Default.StringArrayArray)!
        select new RepositoryTag(tag[0], tag[1], tag[2]);
}
