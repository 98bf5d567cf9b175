using System.Text.Json;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

/// <summary>
/// What Grafana's data plane contract and its alerting demand of <c>numeric-long</c>: type and version, no time, texts that together name one row,
/// numbers that are never null; and for an alert rule a single number, because instances are told apart by the texts alone.
/// </summary>
internal static class NumericLong
{
    public static void AssertHolds(AnswerFrame frame, bool isAlert)
    {
        frame.Meta.GetProperty("type").GetString().Should().Be("numeric-long");
        frame.Meta.GetProperty("typeVersion").EnumerateArray().Select(part => part.GetInt32()).Should().Equal(0, 1);
        frame.Fields.Should().AllSatisfy(field => AnswerFrame.Type(field).Should().BeOneOf("string", "number"));
        frame.Fields.Should().AllSatisfy(
            field => frame.Cells(AnswerFrame.Name(field)).Should().AllSatisfy(cell => cell.ValueKind.Should().NotBe(JsonValueKind.Null)));

        var types = frame.Fields.Select(AnswerFrame.Type).ToList();
        types.Should().Equal(types.Order(StringComparer.Ordinal).Reverse());
        var texts = frame.Fields.Where(field => AnswerFrame.Type(field) == "string").Select(field => frame.Texts(AnswerFrame.Name(field))).ToList();
        var rows = Enumerable.Range(0, texts[0].Count).Select(row => string.Join('\n', texts.Select(column => column[row]))).ToList();
        rows.Should().NotBeEmpty();
        rows.Should().OnlyHaveUniqueItems();
        if (isAlert) types.Should().ContainSingle(item => item == "number");
    }
}
