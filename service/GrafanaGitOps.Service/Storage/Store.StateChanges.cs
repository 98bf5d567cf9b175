using Dapper;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// The states of matching applications over a time range. Applications that are not well now come first, then those that are, then
    /// deleted ones, each by name; at most the limit, and fewer when they changed more often than an answer can hold.
    /// </summary>
    public async Task<TimelinePage> ReadTimelinesAsync(TimelineFilter filter, CancellationToken cancellationToken)
    {
        var query = new TimelineQuery(_dialect, filter);
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var matching = await transaction.Connection!.ExecuteScalarAsync<long>(
            Command(query.CountSql, query.Parameters, transaction, cancellationToken));
        var page = new TimelineReader(matching);
        await ReadAsync(query.ApplicationsSql, query.Parameters, page.AddApplication, transaction, cancellationToken);
        query.Parameters.Add("ids", _dialect.Ids(page.Ids));
        await ReadAsync(query.CountsSql, query.Parameters, page.AddCount, transaction, cancellationToken);
        page.LeaveOutBeyond(filter.MostChanges);
        query.Parameters.Add("ids", _dialect.Ids(page.Ids));
        await ReadAsync(query.ChangesSql, query.Parameters, page.AddChange, transaction, cancellationToken);
        return page.Finish();
    }
}
