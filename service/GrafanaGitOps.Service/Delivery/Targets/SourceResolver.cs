using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Finds the commits that the sources of an application name. The histories of the repositories are in memory.</summary>
/// <param name="repositories">The indexed repositories.</param>
/// <param name="history">The history of a repository that an application uses.</param>
internal sealed class SourceResolver(RepositoryTable repositories, Func<long, CommitHistory> history)
{
    private static readonly CommitsKnown[] Gravest =
    [
        CommitsKnown.RepositoryNotIndexed,
        CommitsKnown.RevisionNotIndexed,
        CommitsKnown.NotGit,
        CommitsKnown.NoRevision,
        CommitsKnown.NoRevisionBefore,
    ];

    /// <summary>Rows of the repositories that the sources are in.</summary>
    public IEnumerable<long> RepositoriesOf(DeliveryApplication application, IReadOnlyList<ApplicationSource> sources) =>
        sources.Select((_, position) => repositories.Find(SourcePlaces.Of(application, sources, position).Url)?.Row).OfType<long>();

    /// <summary>From what is deployed to where the targets are now.</summary>
    public Resolution Resolve(DeliveryApplication application) => Resolve(application, application.Sources, isPast: false);

    /// <summary>From what was deployed to what was wanted then, whatever the targets are now.</summary>
    public Resolution ResolveDeployed(DeliveryApplication application, IReadOnlyList<ApplicationSource> sources) =>
        Resolve(application, sources, isPast: true);

    private Resolution Resolve(DeliveryApplication application, IReadOnlyList<ApplicationSource> sources, bool isPast)
    {
        var (spans, rows, problems, notices) = (new List<SourceSpan>(), new List<long?>(), new List<Problem>(), new List<string>());
        for (var position = 0; position < sources.Count; position++)
        {
            var place = SourcePlaces.Of(application, sources, position);
            var repository = repositories.Find(place.Url);
            rows.Add(repository?.Row);
            if (place.Notice is not null) notices.Add(place.Notice);
            if (place.IsNotGit) continue;
            if (place.Url is null) problems.Add(new Problem(CommitsKnown.NoRevision, null));
            else if (repository is null) problems.Add(NotIndexed(place.Url));
            else if (place.Paths is not null) Add(spans, problems, place, new SpanEnds(history(repository.Row), repository, isPast));
        }

        if (sources.Count == 0) problems.Add(new Problem(CommitsKnown.NoRevision, "The application names no source."));
        else if (problems.Count == 0 && rows.TrueForAll(row => row is null)) problems.Add(new Problem(CommitsKnown.NotGit, null));
        return Of(spans, problems, notices, rows);
    }

    private static void Add(List<SourceSpan> spans, List<Problem> problems, SourcePlace place, SpanEnds ends)
    {
        var (to, from) = (ends.To(place), ends.From(place));
        if (to.Problem is { } noEnd) problems.Add(noEnd);
        if (from.Problem is { } noStart) problems.Add(noStart);
        if (to.Sha is null) return;
        spans.Add(new SourceSpan
        {
            Repository = ends.Repository.Row,
            From = from.Sha,
            To = to.Sha,
            Paths = place.Paths! with { Commit = to.Sha },
            Given = place.Given,
        });
    }

    private static Problem NotIndexed(string url) => new(
        CommitsKnown.RepositoryNotIndexed, $"No indexed repository has the URL {ForeignText.Line(url)}: add it to git.repositories.");

    /// <summary>The problem that takes the most to mend says how it stands.</summary>
    private static Resolution Of(List<SourceSpan> spans, List<Problem> problems, List<string> notices, List<long?> rows)
    {
        var status = Gravest.FirstOrDefault(status => problems.Exists(problem => problem.Status == status), CommitsKnown.Exactly);
        var texts = problems.Where(problem => problem.Status == status).Select(problem => problem.Text).OfType<string>()
            .Concat(notices).Distinct().ToList();
        return new Resolution(spans, status, texts.Count == 0 ? null : string.Join(' ', texts), rows);
    }
}
