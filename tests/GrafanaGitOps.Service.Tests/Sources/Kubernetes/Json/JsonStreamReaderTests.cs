using System.Text;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes.Json;

public sealed class JsonStreamReaderTests
{
    private const string Page = """
        {"kind":"WidgetList", "items" : [ {"metadata":{"name":"a","uid":"1","resourceVersion":"10","managedFields":[{"a}":"\"]"}]},"spec":"\\"},
        {"metadata":{"uid":"2","name":"b","namespace":"n","resourceVersion":"11"},"text":"{[ü\u0022}]"} ],
        "other": [1, {"items": [2]}, null], "number": 1.5e3, "metadata":{"continue":"next","remainingItemCount":4,"resourceVersion":"77"}}
        """;

    [Fact]
    public async Task Page_in_pieces_of_any_size_gives_the_same_items()
    {
        for (var piece = 1; piece < 40; piece++)
        {
            using var reader = Reader(Page, piece, 1000);
            var page = new ListPageReader(reader);
            var items = new List<string>();
            await foreach (var item in page.ReadItemsAsync()) items.Add($"{item.Meta} {item.Json.Length} {item.IsTruncated}");

            items.Should().Equal(
                [
                    "ObjectVersion { Namespace = , Name = a, Uid = 1, ResourceVersion = 10 } 101 False",
                    "ObjectVersion { Namespace = n, Name = b, Uid = 2, ResourceVersion = 11 } 96 False",
                ]);
            (page.ResourceVersion, page.Continue).Should().Be(("77", "next"));
        }
    }

    [Fact]
    public async Task Item_over_the_limit_keeps_its_beginning_and_the_others_follow()
    {
        var page = $$"""{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"big","uid":"1"},"x":"{{new string('}', 400_000)}}"},{"metadata":{"name":"b"} }]}""";
        foreach (var piece in new[] { 1000, 65536, 1_000_000 })
        {
            using var reader = Reader(page, piece, 200);
            var items = new List<RawObject>();
            await foreach (var item in new ListPageReader(reader).ReadItemsAsync()) items.Add(item with { Json = default });

            items.Select(item => item.Meta?.Name).Should().Equal("big", "b");
            items.Select(item => item.IsTruncated).Should().Equal(true, false);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"items\":[")]
    [InlineData("{\"items\":[{\"a\":")]
    [InlineData("{\"items\":[{}],\"metadata\":{}}")]
    [InlineData("404 page not found")]
    public async Task Answer_that_is_no_whole_list_is_refused(string answer)
    {
        using var reader = Reader(answer, 5, 1000);
        await FluentActions.Awaiting(async () =>
        {
            await foreach (var item in new ListPageReader(reader).ReadItemsAsync()) item.IsTruncated.Should().BeFalse();
        }).Should().ThrowExactlyAsync<InvalidDataException>();
    }

    [Fact]
    public async Task Silence_longer_than_the_limit_is_a_timeout()
    {
        var clock = new FakeTimeProvider();
        using var reader = new JsonStreamReader(new SilentStream(), 1000, TimeSpan.FromMinutes(2), clock, TestContext.Current.CancellationToken);
        var reading = reader.PeekAsync().AsTask();

        clock.Advance(TimeSpan.FromMinutes(2));

        (await FluentActions.Awaiting(() => reading).Should().ThrowExactlyAsync<TimeoutException>()).Which.Message
            .Should().Be("nothing arrived for 120 s");
    }

    private static JsonStreamReader Reader(string text, int piece, int maxBytes) => new(
        new PieceStream(Encoding.UTF8.GetBytes(text), piece), maxBytes, TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Wait.UntilCancelledAsync(cancellationToken);
            return 0;
        }
    }
}
