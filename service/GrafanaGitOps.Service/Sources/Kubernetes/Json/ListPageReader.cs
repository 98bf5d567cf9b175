using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

/// <summary>Reads one page of a list, item by item, without ever holding the page.</summary>
internal sealed class ListPageReader(JsonStreamReader json)
{
    /// <summary>Version of the whole list; known when the items have been read.</summary>
    public string ResourceVersion { get; private set; } = "";

    /// <summary>Where the next page begins; empty after the last.</summary>
    public string Continue { get; private set; } = "";

    public async IAsyncEnumerable<RawObject> ReadItemsAsync()
    {
        await json.TakeAsync('{');
        while (!await json.TryTakeAsync('}'))
        {
            if (await json.TryTakeAsync(',')) continue;
            var section = SectionOf((await json.ReadValueAsync()).Bytes.Span);
            await json.TakeAsync(':');
            if (section == Section.Items && await json.TryTakeAsync('['))
            {
                while (!await json.TryTakeAsync(']'))
                {
                    if (await json.TryTakeAsync(',')) continue;
                    var item = await json.ReadValueAsync();
                    yield return new RawObject(ObjectVersion.TryRead(item.Bytes.Span), item.Bytes, item.IsTruncated);
                }

                continue;
            }

            var value = await json.ReadValueAsync();
            if (section == Section.Metadata) ReadMetadata(value.Bytes.Span);
        }

        if (ResourceVersion.Length == 0) throw new InvalidDataException("the answer is not a list: it has no metadata.resourceVersion");
    }

    private static Section SectionOf(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("\"items\""u8) ? Section.Items : key.SequenceEqual("\"metadata\""u8) ? Section.Metadata : Section.Other;

    private void ReadMetadata(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, JsonLimits.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) reader.Skip();
            else if (isVersion) ResourceVersion = reader.GetString()!;
            else if (isContinue) Continue = reader.GetString()!;
        }
    }

    private enum Section
    {
        Other,
        Items,
        Metadata,
    }
}
