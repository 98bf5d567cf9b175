using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed class QueryModelReaderTests
{
    private enum Outcome
    {
        Succeeded,
        TimedOut,
    }

    [Fact]
    public void Read_everyType_givesValues()
    {
        var model = Read("""
            {"refId": "A", "datasource": {"uid": "x"}, "intervalMs": 1000, "search": "fix", "limit": 20, "page": "-3", "merges": true,
             "hidden": "false", "outcome": "timed_out", "environments": ["staging", "", "$__all", "staging"], "branch": "main"}
            """);

        model.String("search").Should().Be("fix");
        model.Int("limit", 1, 100, 50).Should().Be(20);
        model.Int("page", -5, 5, 0).Should().Be(-3);
        model.Bool("merges", false).Should().BeTrue();
        model.Bool("hidden", true).Should().BeFalse();
        model.Enum("outcome", Outcome.Succeeded).Should().Be(Outcome.TimedOut);
        model.StringList("environments").Should().Equal("staging");
        model.StringList("branch").Should().Equal("main");
        model.End();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"search": null, "limit": null, "merges": null, "outcome": null, "environments": null}""")]
    [InlineData("""{"search": "", "limit": "", "merges": "", "outcome": "", "environments": "$__all"}""")]
    public void Read_nothingSet_givesDefaults(string json)
    {
        var model = Read(json);

        model.String("search").Should().BeNull();
        model.Int("limit", 1, 100, 50).Should().Be(50);
        model.Bool("merges", true).Should().BeTrue();
        model.Enum("outcome", Outcome.TimedOut).Should().Be(Outcome.TimedOut);
        model.StringList("environments").Should().BeEmpty();
        model.End();
    }

    [Theory]
    [InlineData("""{"limit": "abc"}""", """Query A: field "limit" must be a whole number from 1 to 100000, not "abc".""")]
    [InlineData("""{"limit": 0}""", """Query A: field "limit" must be a whole number from 1 to 100000, not 0.""")]
    [InlineData("""{"limit": 1.5}""", """Query A: field "limit" must be a whole number from 1 to 100000, not 1.5.""")]
    [InlineData("""{"limit": 99999999999999999999}""", """Query A: field "limit" must be a whole number from 1 to 100000, not 99999999999999999999.""")]
    [InlineData("""{"limit": [1]}""", """Query A: field "limit" must be a whole number from 1 to 100000, not [1].""")]
    [InlineData("""{"search": {"a": 1}}""", """Query A: field "search" must be a text, not {"a": 1}.""")]
    [InlineData("""{"search": "\ud800"}""", """Query A: field "search" holds half of a surrogate pair.""")]
    [InlineData("""{"merges": "yes"}""", """Query A: field "merges" must be true or false, not "yes".""")]
    [InlineData("""{"outcome": "broken"}""", """Query A: field "outcome" must be one of succeeded, timed_out, not "broken".""")]
    [InlineData("""{"environments": ["staging", 1]}""", """Query A: field "environments" must be a text or a list of texts, not 1.""")]
    [InlineData("""{"limits": 5}""", """Query A: field "limits" is not known; did you mean "limit"?""")]
    [InlineData("""{"colour": "red"}""", """Query A: field "colour" is not known.""")]
    [InlineData("""{"limit": 1, "limit": 2}""", """Query A: field "limit" is given twice.""")]
    [InlineData("""[1, 2]""", "Query A: its JSON must be an object, not [1, 2].")]
    [InlineData("{\"limit\":\n 1,,}", "Query A: its JSON is not understood at byte 3 of line 2.")]
    [InlineData("""{"\udfff": 1}""", "Query A: a field's name holds half of a surrogate pair.")]
    public void Read_notUnderstood_namesTheField(string json, string message)
    {
        var error = FluentActions.Invoking(() => ReadAll(Encoding.UTF8.GetBytes(json))).Should().ThrowExactly<PluginException>().Which;

        error.Message.Should().Be(message);
        error.Status.Should().Be(400);
        error.ErrorSource.Should().Be(ErrorSource.Downstream);
    }

    [Fact]
    public void Read_tooLong_saysTheLimit()
    {
        var text = $$"""{"search": "{{new string('x', 5000)}}"}""";
        var list = $$"""{"environments": [{{string.Join(',', Enumerable.Repeat("\"x\"", 1001))}}]}""";

        FluentActions.Invoking(() => Read(text).String("search")).Should().ThrowExactly<PluginException>().Which.Message
            .Should().Be("Query A: field \"search\" has 5000 characters and may have 4096.");
        FluentActions.Invoking(() => Read(list).StringList("environments")).Should().ThrowExactly<PluginException>().Which.Message.Should().Be(
            "Query A: field \"environments\" has 1001 entries and may have 1000.");
    }

    [Fact]
    public void Read_anyBytes_givesAnswerOrBadRequest() => Prop.ForAll<byte[]>(IsAnswerOrBadRequest).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_anyDamagedModel_givesAnswerOrBadRequest()
    {
        var valid = Encoding.UTF8.GetBytes("""{"refId":"A","search":"a\u00e9","limit":"12","merges":true,"outcome":"timed_out","environments":["x","y\n"]}""");
        var damages = ArbMap.Default.GeneratorFor<(int Position, byte Value)>().ListOf();
        Prop.ForAll(damages.ToArbitrary(), list =>
        {
            var bytes = valid.ToArray();
            foreach (var (position, value) in list) bytes[(int)((uint)position % bytes.Length)] = value;
            return IsAnswerOrBadRequest(bytes);
        }).QuickCheckThrowOnFailure();
    }

    private static bool IsAnswerOrBadRequest(byte[] bytes)
    {
        try
        {
            ReadAll(bytes);
            return true;
        }
        catch (PluginException error)
        {
            return error is { Status: 400, ErrorSource: ErrorSource.Downstream } && error.Message.StartsWith("Query A: ", StringComparison.Ordinal);
        }
    }

    private static void ReadAll(byte[] json)
    {
        var model = Read(json);
        model.String("search");
        model.Int("limit", 1, 100_000, 50);
        model.Bool("merges", false);
        model.Enum("outcome", Outcome.Succeeded);
        model.StringList("environments");
        model.End();
    }

    private static QueryModelReader Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static QueryModelReader Read(byte[] json) =>
        QueryModelReader.Read(new() { RefId = "A", Json = json, Context = new(), Headers = new Dictionary<string, string>() });
}
