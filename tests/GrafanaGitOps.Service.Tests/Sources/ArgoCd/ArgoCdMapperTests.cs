using System.Text.Json;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Tests.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.ArgoCd;

public sealed class ArgoCdMapperTests
{
    private static CrdSchema? _schema;

    public static IEnumerable<TheoryDataRow<string>> Cases => CaseFolder.Names("ArgoCd");

    [Theory, MemberData(nameof(Cases))]
    public void Map_case_gives_whole_expected_output(string name)
    {
        var application = CaseFolder.Objects("ArgoCd", name).Should().ContainSingle().Which;
        CaseFolder.Matches("ArgoCd", name, ArgoCdMapper.Map(ArgoCdObjects.Parse(JsonSerializer.SerializeToUtf8Bytes(application)), "hub"));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Case_is_what_the_real_crd_allows(string name)
    {
        _schema ??= new CrdSchema(Repository.SharedFixture("crds"));
        (_schema.Check(CaseFolder.Objects("ArgoCd", name).Should().ContainSingle().Which) ?? ["there is no schema"]).Should().BeEmpty();
    }
}
