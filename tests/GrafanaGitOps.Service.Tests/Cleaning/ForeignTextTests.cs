using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Tests.Cleaning;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("name", "name")]
    [InlineData(null, "")]
    [InlineData(" said\n", "said")]
    [InlineData("two\r\nlines\tand a\u0007bell", "two  lines and a bell")]
    [InlineData("turned \u202Eback", "turned  back")]
    [InlineData("from https://bot:secret@git.example.com/a", "from https://***@git.example.com/a")]
    [InlineData("from https://bot:se:cr@et@git.example.com/a", "from https://***@git.example.com/a")]
    public void Line_is_one_line_without_credentials(string? text, string expected) => ForeignText.Line(text).Should().Be(expected);

    [Theory]
    [InlineData("abcde", 5, "abcde")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abc😀def", 5, "abc…")]
    public void Cut_says_that_it_cut_and_splits_no_character(string text, int limit, string expected) => ForeignText.Cut(text, limit).Should().Be(expected);

    [Fact]
    public void Secrets_are_masked_as_written_and_encoded_the_longest_first()
    {
        ForeignText.WithoutSecrets("p@ss p%40ss p@ss/word", ["p@ss", "", "p@ss/word"]).Should().Be("*** *** ***");
    }

    [Fact]
    public void Credentials_never_show_whatever_stands_around_them()
    {
        var random = new Random(17);
        const string letters = "ab:/@?# \"'.\n%";
        for (var round = 0; round < 2000; round++)
        {
            var around = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => letters[random.Next(letters.Length)]));
            var text = $"{around}https://user:s3cr3t@host/{around}";
            ForeignText.Line(text).Should().NotContain("s3cr3t", "of {0}", text);
        }
    }
}
