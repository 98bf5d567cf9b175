using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class StorageOptionsTests
{
    [Fact]
    public void Options_that_are_right_have_no_errors()
    {
        Errors(new StorageOptions()).Should().BeEmpty();
        Errors(new StorageOptions { Sqlite = "/tmp/gitops.db" }).Should().BeEmpty();
        Errors(new StorageOptions { Postgres = "Host=db;Database=gitops;Username=u;Password=p" }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("postgres://user:secret@db/gitops")]
    [InlineData("Host=db;Database=gitops;Port=secret")]
    [InlineData("Host=db;Database=gitops;secret=1")]
    [InlineData("Host=db;Port=99999999999999999999;Database=gitops;Password=secret")]
    public void Connection_string_that_is_none_is_named_but_never_shown(string connection)
    {
        Errors(new StorageOptions { Postgres = connection })
            .Should().Equal("storage.postgres is not a PostgreSQL connection string, such as Host=db.example.org;Database=gitops;Username=gitops;Password=...");
    }

    [Fact]
    public void Time_between_looks_for_the_leader_is_limited()
    {
        var errors = new[] { 0.9, 1, 5, 30, 31 }
            .SelectMany(seconds => Errors(new StorageOptions { LeaderInterval = TimeSpan.FromSeconds(seconds) }));

        errors.Should().Equal(Enumerable.Repeat("storage.leaderInterval must be from 1s to 30s.", 2));
    }

    [Fact]
    public void All_errors_come_at_once() => Errors(new StorageOptions { Postgres = "Password=secret", Sqlite = "/tmp/" }).Should().Equal(
        [
            "storage.postgres and storage.sqlite are both set; keep the one that holds the ledger.",
            "storage.postgres does not name a server: add Host=.",
            "storage.postgres does not name a database: add Database=.",
            "storage.sqlite must name a file, such as /var/lib/gitops/gitops.db.",
        ]);

    [Fact]
    public async Task File_that_is_no_database_is_named()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new string('x', 5_000), TestContext.Current.CancellationToken);
        using var logs = new TestLogs();

        var refusal = (await FluentActions.Awaiting(() => Store.OpenAsync(new StorageOptions { Sqlite = file }, logs, TestContext.Current.CancellationToken))
            .Should().ThrowExactlyAsync<StorageException>()).Which;

        refusal.Message.Should().Be(
            $"The SQLite file {file} cannot be opened: SQLite Error 26: 'file is not a database'. Check that it is a database and that this user may write it and its folder.");
        File.Delete(file);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named_without_the_password()
    {
        using var logs = new TestLogs();

        var refusal = (await FluentActions.Awaiting(() => Store.OpenAsync(
            new StorageOptions { Postgres = "Host=/nowhere;Database=gitops;Username=u;Password=secret" }, logs, TestContext.Current.CancellationToken)).Should().ThrowExactlyAsync<StorageException>()).Which;

        refusal.Message.Should().StartWith("The PostgreSQL database gitops on /nowhere:5432 cannot be reached: ");
        refusal.ToString().Should().NotContain("secret");
    }

    private static List<string> Errors(StorageOptions options)
    {
        List<string> errors = [];
        options.Validate("storage", errors);
        return errors;
    }
}
