using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Database_of_a_newer_program_is_refused()
    {
        var known = Migrations.Embedded;
        await ExecuteAsync($"INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ({known.Count + 1}, '9999_future', 'x', 0)");

        var refusal = (await FluentActions.Awaiting(OpenAsync).Should().ThrowExactlyAsync<StorageException>()).Which;

        refusal.Message.Should().Be(
            $"The {Store.Database.Engine.Name} was written by a newer version of this program: its schema is at 9999_future, this version knows up to {known[^1].Name}. " +
            "Start the newer version, or restore a backup that was made before it first ran.");
    }

    [Fact]
    public async Task Database_with_a_changed_migration_is_refused()
    {
        await ExecuteAsync("UPDATE schema_migrations SET checksum = 'x'");

        var refusal = (await FluentActions.Awaiting(OpenAsync).Should().ThrowExactlyAsync<StorageException>()).Which;

        refusal.Message.Should().Be(
            $"The {Store.Database.Engine.Name} has the schema 0001_commits, but not as this version defines 0001_commits: their checksums differ. " +
            "It was made by another build of this program; start that build, or begin with an empty database.");
    }

    [Fact]
    public async Task Migration_that_fails_leaves_the_schema_as_it_was()
    {
        var known = Migrations.Embedded;
        Migration broken = new(known.Count + 1, "9999_broken", "CREATE TABLE half (id {integer}); SELECT nonsense FROM nowhere;");

        await FluentActions.Awaiting(() => Migrations.RunAsync(Store.Database.Engine, [.. known, broken], TimeProvider.System, _logs.CreateLogger("migrations"), Cancellation))
            .Should().ThrowAsync<System.Data.Common.DbException>();
        await Migrations.RunAsync(
            Store.Database.Engine, [.. known, broken with { Sql = "CREATE TABLE half (id {integer});" }], TimeProvider.System, _logs.CreateLogger("migrations"), Cancellation);

        await ExecuteAsync("INSERT INTO half (id) VALUES (1)");
    }

    [Fact]
    public async Task Stores_that_open_at_once_migrate_once()
    {
        var (options, drop) = await CreateAnotherAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.OpenAsync(options, _logs, Cancellation), Cancellation)));

        foreach (var store in stores) await store.DisposeAsync();
        _logs.Lines.Count(line => line.Contains("to 0001_commits", StringComparison.Ordinal)).Should().Be(2);
        await drop();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var lease = await Store.Database.Engine.OpenWriterAsync(Cancellation);
        await lease.Connection.ExecuteAsync(sql);
    }
}
