using System.Text.Json;

namespace GrafanaGitOps.Service.Tests.Queries.Present;

/// <summary>
/// What Grafana's data plane contract and its alerting demand of <c>numeric-long</c>: type and version, no time, texts that together name one row,
/// numbers that are never null; and for an alert rule a single number, because instances are told apart by the texts alone.
/// </summary>
internal static class NumericLong
{
    public static void AssertHolds(AnswerFrame frame, bool isAlert)
    {
        Assert.Equal("numeric-long", frame.Meta.GetProperty("type").GetString());
        Assert.Equal([0, 1], frame.Meta.GetProperty("typeVersion").EnumerateArray().Select(part => part.GetInt32()));
        Assert.All(frame.Fields, field => Assert.Contains(AnswerFrame.Type(field), (string[])["string", "number"]));
        Assert.All(
            frame.Fields,
            field => Assert.All(frame.Cells(AnswerFrame.Name(field)), cell => Assert.NotEqual(JsonValueKind.Null, cell.ValueKind)));

        var types = frame.Fields.Select(AnswerFrame.Type).ToList();
        Assert.Equal(types.Order(StringComparer.Ordinal).Reverse(), types);
        var texts = frame.Fields.Where(field => AnswerFrame.Type(field) == "string").Select(field => frame.Texts(AnswerFrame.Name(field))).ToList();
        var rows = Enumerable.Range(0, texts[0].Count).Select(row => string.Join('\n', texts.Select(column => column[row]))).ToList();
        Assert.NotEmpty(rows);
        Assert.Distinct(rows);
        if (isAlert) Assert.Single(types, "number");
    }
}
