using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Delivery.Targets;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>The paths of many spans, each read once however many applications ask for the same.</summary>
internal sealed class PathAnswers(RepositoryMemory memory, RepositoryTable repositories, ILogger logger)
{
    // Thousands of files may have to be fetched.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(long Repository, string Commit, string Key), PathAnswer> _answers = [];

    /// <summary>Reads what the spans ask for; <see cref="Of"/> gives it.</summary>
    public async Task ReadAsync(IEnumerable<SourceSpan> spans, CancellationToken cancellationToken)
    {
        foreach (var asked in spans.Where(span => span.Given is null).GroupBy(span => span.Repository))
        {
            var requests = asked.Select(span => span.Paths).DistinctBy(request => (request.Commit, request.Key)).ToList();
            foreach (var (request, answer) in requests.Zip(await ReadAsync(asked.Key, requests, cancellationToken)))
                _answers[(asked.Key, request.Commit, request.Key)] = answer;
        }
    }

    public PathAnswer Of(SourceSpan span) => span.Given ?? _answers[(span.Repository, span.Paths.Commit, span.Paths.Key)];

    private async Task<IReadOnlyList<PathAnswer>> ReadAsync(
        long row, IReadOnlyList<PathRequest> requests, CancellationToken cancellationToken)
    {
        var repository = repositories.Find(row)!;
        if (memory.Paths(repository) is not { } reader)
            return Unread(requests, $"Repository {repository.Name} is not configured any more, so kustomizations are not followed.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var answers = await reader.ReadAsync(requests, patience.Token);
            var failed = answers.FirstOrDefault(answer => answer.Known == Events.PathsKnown.FromSpec);
            if (memory.NoteReading(repository, failed is not null)) Log.PathsNotRead(logger, repository.Name, failed!.Notice!);
            return answers;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unread(requests, "Files are read too slowly, so kustomizations are not followed yet.");
        }
    }

    private static IReadOnlyList<PathAnswer> Unread(IReadOnlyList<PathRequest> requests, string reason) =>
        [.. requests.Select(request => PathWalk.Unread(request, reason))];
}
