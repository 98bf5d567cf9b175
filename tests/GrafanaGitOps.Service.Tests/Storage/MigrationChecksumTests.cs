using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>A database remembers the checksums of what it ran, and a program whose migrations differ refuses it: what is released is frozen.</summary>
public sealed class MigrationChecksumTests
{
    private static readonly (int Number, string Name, string Checksum)[] Released =
    [
        (1, "0001_commits", "f5611415c76878b3d0d9d4385a3dc013c01ab308e4f13d07f4b28d8059efdbe0"),
        (2, "0002_applications", "e71fb3b83062336ef052b8caa6c783b3c17dc62f526fdc401ed9d51aab32b69c"),
        (3, "0003_application_filters", "5eebda6abbd34e63139892b6a62ad0eac7722bbca5aeb1bc50ee6c54c6294840"),
        (4, "0004_leader_term", "e0fdaf13cab8f774b27edecde675162cae87c04137941f5e631efe2e2bb8a0b3"),
        (5, "0005_looks", "cb479b3089f05ee3c3bd7d1aa9e2e85c5a6c80249203a88ad8e7bc70311cdf60"),
        (6, "0006_inbox", "aa10eb35a055bd5107b38f3aae0d44ea726bfa01c97b32010188c92dbda580d6"),
        (7, "0007_activities", "fab1d46bcd752b70d32e2ddd1813b43cd598807bb070b5c416ed78134d515e36"),
        (8, "0008_what_is_deployed", "d9673efe71c7a00199b92809a969a3234690c9fe6e5b3263e5a8998e8ae9fccd"),
    ];

    [Fact]
    public void Released_migrations_are_as_they_were_released()
    {
        foreach (var (number, name, checksum) in Released)
        {
            Migrations.Embedded.Should().Contain(
                migration => migration.Number == number && migration.Name == name && migration.Checksum == checksum,
                "databases have run {0}: leave it as it was, and add a new migration instead", name);
        }
    }

    [Fact]
    public void Every_migration_is_in_the_list() =>
        Migrations.Embedded.Select(migration => migration.Name).Should().Equal(
            Released.Select(migration => migration.Name), "a new migration gets a line here, with its number, name and checksum");
}
