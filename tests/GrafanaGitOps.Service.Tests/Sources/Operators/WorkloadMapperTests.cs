using System.Text.Json;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

public sealed class WorkloadMapperTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => CaseFolder.Names("Operators");

    [Theory, MemberData(nameof(Cases))]
    public void Map_case_gives_whole_expected_output(string name)
    {
        string[] operators = ["argocd", "flux"];
        var components = CaseFolder.Objects("Operators", name).Select(document =>
        {
            var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(document));
            return (string)document["kind"]! == "Deployment"
                ? OperatorWorkloads.ReadDeployment(ref reader, "hub", operators)
                : OperatorWorkloads.ReadStatefulSet(ref reader, "hub", operators);
        });
        CaseFolder.Matches("Operators", name, components);
    }
}
