using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>What is read of columns in a shorter way than the one in which it was written.</summary>
public sealed class StoredTextsTests
{
    private static readonly Gen<string> Texts = Gen.ListOf(Gen.Elements("a", "\"", "\",\"", "\\", ",", "[", "]", " ", "\n", "ü", "😀", "{}")).Select(string.Concat);

    [Fact]
    public void Any_list_is_read_as_it_was_written() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(Arb.From(Gen.ListOf(Texts).Select(list => list.ToList())), list => StoredLists.Read(StoredLists.Write(list, text => text)).SequenceEqual(list)));

    [Fact]
    public void Any_text_is_clean_but_for_what_the_databases_keep_differently()
    {
        var characters = Gen.Elements("abcdefgh", "x", "\0", "\u007F", "\u0080", "ü", "😀", "\uD83D", "\uDE00", "\uFFFF");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(Arb.From(Gen.ListOf(characters).Select(string.Concat)), text => StoredText.Clean(text) == Clean(text)));
    }

    /// <summary>Encoding and back replaces half pairs.</summary>
    private static string Clean(string text) => Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)).Replace('\0', '\uFFFD');

    [Theory]
    [InlineData(null)]
    [InlineData("""[]""")]
    [InlineData("""["a", "b"]""", "a", "b")]
    [InlineData("""["a" ,"b"]""", "a", "b")]
    [InlineData("""["a","b"]""", "a", "b")]
    [InlineData("""[""]""", "")]
    public void List_may_be_spaced_as_other_writers_do(string? json, params string[] expected) => StoredLists.Read(json).Should().Equal(expected);

    [Fact]
    public void Sources_are_read_by_hand_as_the_serializer_reads_them()
    {
        IReadOnlyList<SyncedSource> sources =
        [
            new("https://example.org/a \"b\".git", "apps/ü", null, "main", RevisionRef.Parse("main@sha1:" + new string('a', 40))),
            new(null, null, "web", null, RevisionRef.Parse("1.2.3"), RevisionRef.Parse(new string('b', 40))),
            new(null, null, null, null, null),
        ];
        var json = StoredSync.WriteSources(sources)!;
        // A field that a later version adds is passed over.
        json = json.Replace("\"chart\":", """ "later":{"a":[1,{"path":"x"}]}, "chart": """, StringComparison.Ordinal);

        StoredSync.ReadSources(Encoding.UTF8.GetBytes(json)).Should().Equal(StoredSync.ReadSources(json));
        StoredSync.ReadSources(Encoding.UTF8.GetBytes(json)).Should().Equal(sources);
        StoredSync.ReadSources([]).Should().BeEmpty();
        StoredSync.ReadSources("""[{"path":null}]"""u8).Should().ContainSingle().Which.Path.Should().BeNull();
    }

    [Fact]
    public void Text_of_a_pool_is_one_string_and_is_cut_between_characters()
    {
        var pool = new TextPool(2);
        pool.Once("aü"u8).Should().BeSameAs(pool.Once("aü"u8));
        pool.Once("aü".AsSpan()).Should().BeSameAs(pool.Once("aü"u8));
        pool.Once(""u8).Should().BeEmpty();
        pool.Once("a😀"u8, 2).Should().Be("a");
        pool.Once([(byte)'a', 0xFF]).Should().Be("a\uFFFD");
        pool.Once(Encoding.UTF8.GetBytes(new string('x', 5_000))).Should().Be(new string('x', 5_000));
    }
}
