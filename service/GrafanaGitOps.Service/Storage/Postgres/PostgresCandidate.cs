using GrafanaGitOps.Service.Storage.Leading;
using Npgsql;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>
/// Leads by a lock that the server takes back as soon as this connection ends, however it ends. The connection is outside the pool, which would
/// keep it open, and hears of the leader's writes as long as that is another.
/// </summary>
internal sealed class PostgresCandidate : LeaderCandidate
{
    /// <summary>Where writes are announced, by the number of the ledger's table.</summary>
    public const string Writes = "gitops_ledger";

    /// <summary>Where it is announced what was appended beside the ledger's writers, likewise.</summary>
    public const string Appends = "gitops_appends";

    /// <summary>An expression: what tells the ledgers in the schemas of one database apart.</summary>
    public const string LedgerNumber = "'ledger'::regclass::oid";

    /// <summary>First half of the advisory lock's key; any number of our own will do. The other half is the ledger's number.</summary>
    public const int LeaderLock = 0x6769746F;

    /// <summary>
    /// Intervals that the server lets pass before it gives a replica up that vanished without a word. More than the three in which a leader
    /// notices that it reaches the server no longer: a wait, a question without an answer, and an attempt to cancel that.
    /// </summary>
    private const int Patience = 4;

    private readonly NpgsqlConnection _connection;
    private readonly TimeSpan _interval;
    private readonly Action<long> _led;
    private volatile bool _leads;

    private PostgresCandidate(NpgsqlConnection connection, TimeSpan interval, Action<long> led) =>
        (_connection, _interval, _led) = (connection, interval, led);

    /// <summary>Connects.</summary>
    /// <param name="settings">The way to the server.</param>
    /// <param name="interval">Time between two looks, and the patience with an answer.</param>
    /// <param name="led">Told the number of the term that this replica leads.</param>
    /// <param name="written">Called for each write of another replica.</param>
    /// <param name="appended">Called for what any replica appended.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<LeaderCandidate> OpenAsync(
        NpgsqlConnectionStringBuilder settings, TimeSpan interval, Action<long> led, Action written, Action appended,
        CancellationToken cancellationToken)
    {
        var seconds = (int)Math.Ceiling(interval.TotalSeconds);
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            MaxAutoPrepare = 0,
            Timeout = seconds,
            CommandTimeout = seconds,
            CancellationTimeout = -1,
        };
        var candidate = new PostgresCandidate(new NpgsqlConnection(own.ConnectionString), interval, led);
        try
        {
            await candidate.BeginAsync(seconds, written, appended, cancellationToken);
            return candidate;
        }
        catch
        {
            await candidate.DisposeAsync();
            throw;
        }
    }

    public override async Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        if (!(bool)await AskAsync($"SELECT pg_try_advisory_lock({LeaderLock}, {LedgerNumber}::int)", cancellationToken)) return false;
        // Waits for a write that an earlier leader still has under way, and refuses all later ones.
        var term = (long)await AskAsync("UPDATE ledger SET term = term + 1 RETURNING term", cancellationToken);
        _leads = true;
        _led(term);
        return true;
    }

    public override async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        // A wait of less than a millisecond would be one without end.
        for (var left = _interval; left.TotalMilliseconds >= 1; left = _interval - TimeProvider.System.GetElapsedTime(started))
            await _connection.WaitAsync(left, cancellationToken);
        await AskAsync("SELECT 1", cancellationToken);
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task BeginAsync(int seconds, Action written, Action appended, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken);
        var ledger = (string)await AskAsync($"SELECT {LedgerNumber}::text", cancellationToken);
        _connection.Notification += (_, told) =>
        {
            if (told.Payload != ledger) return;
            if (told.Channel == Appends) appended();
            else if (!_leads) written();
        };
        await AskAsync(
            $"""
            SET tcp_keepalives_idle = {(Patience - 1) * seconds};
            SET tcp_keepalives_interval = {seconds};
            SET tcp_keepalives_count = 1;
            LISTEN {Writes};
            LISTEN {Appends};
            SELECT 1
            """, cancellationToken);
    }

    private async Task<object> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
