namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Reads timelines: first the applications, then the changes of those that fit into an answer.</summary>
internal static class TimelineReader
{
    public static async Task<TimelinePage> ReadAsync(DatabaseTransaction transaction, TimelineFilter filter)
    {
        var query = new TimelineQuery(transaction.Dialect, filter);
        var matching = await transaction.ScalarAsync<long>(query.CountSql, query.Parameters);
        var found = await transaction.QueryAsync<(long Id, string Cluster, string Operator, string Kind, string Namespace, string Name, string? Environment)>(
            query.ApplicationsSql, query.Parameters);
        query.Parameters.Add("ids", transaction.Dialect.Ids(found.Select(row => row.Id)));
        var counts = (await transaction.QueryAsync<(long Id, long Changes)>(query.CountsSql, query.Parameters)).ToDictionary(row => row.Id, row => row.Changes);
        // The first applications whose changes together stay within the limit.
        var sum = 0L;
        var kept = found.TakeWhile(row => (sum += counts.GetValueOrDefault(row.Id)) <= filter.MostChanges).ToList();
        query.Parameters.Add("ids", transaction.Dialect.Ids(kept.Select(row => row.Id)));
        var changes = (await transaction.QueryAsync<(long Id, long Dimension, long? NotBefore, long At, long State)>(query.ChangesSql, query.Parameters))
            .OrderBy(row => row.At)
            .ToLookup(row => (row.Id, row.Dimension), row => new StateChange(StoredMoment.Read(row.NotBefore, row.At), (int)row.State));
        var timelines = kept.ConvertAll(row => new ApplicationTimeline
        {
            Application = new ApplicationId(row.Cluster, row.Operator, row.Kind, row.Namespace, row.Name),
            Environment = row.Environment,
            Sync = [.. changes[(row.Id, 0)]],
            Health = [.. changes[(row.Id, 1)]],
        });
        return new TimelinePage(timelines, matching - kept.Count, kept.Count < found.Count);
    }
}
