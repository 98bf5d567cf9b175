using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

/// <summary>A store with the sample applications, and the queries over it.</summary>
public sealed class ApplicationFixture : IAsyncLifetime
{
    internal QueryFixture Queries { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Queries.InitializeAsync();
        await SampleApplications.StoreAsync(Queries.Store);
    }

    public ValueTask DisposeAsync() => Queries.DisposeAsync();

    internal Task<string> AnswerAsync(QueryDefinition definition, params (string Parameter, string Value)[] values) =>
        AnswerAsync(new QueryRequest(definition) { Limit = 10_000 }, values);

    internal async Task<string> AnswerAsync(QueryRequest request, params (string Parameter, string Value)[] values)
    {
        var lists = values.GroupBy(pair => pair.Parameter).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(pair => pair.Value)]);
        using var runner = Queries.Runner();
        return await QueryFixture.JsonAsync(runner, request with { Values = lists });
    }
}
