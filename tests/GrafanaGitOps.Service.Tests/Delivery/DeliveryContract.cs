using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

/// <summary>What Delivery finds, on either database. Each file of this class holds one behaviour; a subclass names the database.</summary>
public abstract partial class DeliveryContract : IAsyncLifetime
{
    private DeliveryBench Bench { get; set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await DeliveryBench.CreateAsync(await CreateAsync());

    public async ValueTask DisposeAsync()
    {
        if (Bench is not null) await Bench.DisposeAsync();
        await DropAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database; null for a file beside the repositories.</summary>
    protected abstract Task<StorageOptions?> CreateAsync();

    protected abstract ValueTask DropAsync();

    private static ApplicationSource Source(WorkRepository repository, string path, string? deployed = null, string? target = null) => new()
    {
        RepoUrl = "file://" + repository.Folder,
        Path = path,
        TargetRevision = target,
        Deployed = RevisionRef.Parse(deployed),
    };

    private async Task AssertAsync(string expected)
    {
        await Bench.RunAsync();
        (await Bench.DumpAsync()).Trim().Should().Be(expected.Trim());
    }
}
