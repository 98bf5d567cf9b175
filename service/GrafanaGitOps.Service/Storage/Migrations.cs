using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Brings the schema up to date: numbered SQL files in this assembly, run once each, in order, all in one transaction.</summary>
internal static class Migrations
{
    internal static IReadOnlyList<Migration> Embedded { get; } = Load();

    public static Task RunAsync(Engine engine, TimeProvider time, ILogger logger, CancellationToken cancellationToken) =>
        RunAsync(engine, Embedded, time, logger, cancellationToken);

    internal static async Task RunAsync(
        Engine engine, IReadOnlyList<Migration> migrations, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        await using var transaction = await engine.BeginAsync(TransactionKind.Migrate, cancellationToken);
        await transaction.ExecuteAsync(engine.Dialect.Schema("""
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number {integer} PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at {integer} NOT NULL){strict}
            """));
        var applied = await transaction.QueryAsync<(string Name, string Checksum)>("SELECT name, checksum FROM schema_migrations ORDER BY number");
        Check(engine, migrations, applied);
        foreach (var migration in migrations.Skip(applied.Count))
        {
            await transaction.ExecuteAsync(engine.Dialect.Schema(migration.Sql));
            await transaction.ExecuteAsync(
                "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (@Number, @Name, @Checksum, @appliedAt)",
                new { migration.Number, migration.Name, migration.Checksum, appliedAt = time.GetUtcNow().ToUnixTimeMilliseconds() });
            Log.Migrated(logger, migration.Name, engine.Name);
        }

        await transaction.Inner.CommitAsync(cancellationToken);
    }

    private static void Check(Engine engine, IReadOnlyList<Migration> known, List<(string Name, string Checksum)> applied)
    {
        if (applied.Count > known.Count)
        {
            throw new StorageException(
                $"The {engine.Name} was written by a newer version of this program: its schema is at {applied[^1].Name}, this version knows up to " +
                $"{known[^1].Name}. Start the newer version, or restore a backup that was made before it first ran.");
        }

        foreach (var (found, expected) in applied.Zip(known))
        {
            if (found.Checksum == expected.Checksum) continue;
            throw new StorageException(
                $"The {engine.Name} has the schema {found.Name}, but not as this version defines {expected.Name}: their checksums differ. " +
                "It was made by another build of this program; start that build, or begin with an empty database.");
        }
    }

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string folder = ".Storage.Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.Contains(folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select((resource, index) =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var name = Path.GetFileNameWithoutExtension(resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..]);
                return new Migration(index + 1, name, reader.ReadToEnd().ReplaceLineEndings("\n"));
            })];
    }
}

/// <summary>One step of the schema. A file that was ever released must not change any more.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}
