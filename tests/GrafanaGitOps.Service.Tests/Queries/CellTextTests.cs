using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class CellTextTests
{
    [Fact]
    public void Value_of_any_length_is_added_behind_what_stands_there()
    {
        var text = new CellText();
        text.Begin().Add("a ").Add(7).Add(" ").Add(3, new string('0', 1_500));

        text.Written.ToString().Should().Be($"a 7 {new string('0', 1_499)}3");
        text.Begin().IsEmpty.Should().BeTrue();
    }
}
