using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly WatchState Watch = new()
    {
        Cluster = "hub",
        Resource = "applications.argoproj.io",
        Phase = WatchPhase.Watching,
        Since = At(0),
        Version = "v1alpha1",
        SyncedAt = At(1),
        LastAlive = At(2),
        Objects = 3,
        Rejected = 4,
        LastError = "too large",
        LastErrorAt = At(3),
    };

    private static readonly OperatorComponent Component = new()
    {
        Cluster = "hub",
        Operator = OperatorNames.ArgoCd,
        Kind = "Deployment",
        Namespace = "argocd",
        Name = "argocd-server",
        Component = "server",
        Version = "v3.1.0",
        Image = "quay.io/argoproj/argocd:v3.1.0",
        Desired = 2,
        Ready = 1,
        Message = "one is not ready",
        Since = At(0),
    };

    [Fact]
    public async Task Watches_come_back_as_they_were_and_are_replaced_one_by_one()
    {
        var narrow = new WatchState { Cluster = "hub", Resource = Watch.Resource, Namespace = "apps", Phase = WatchPhase.Forbidden, Since = At(0) };
        await Store.Operators.RecordWatchesAsync([narrow, Watch, Watch with { Cluster = "edge" }], Cancellation);
        (await Store.Operators.ReadWatchesAsync(Cancellation)).Should().Equal(Watch with { Cluster = "edge" }, Watch, narrow);

        var failing = Watch with { Phase = WatchPhase.Failing, Since = At(9) };
        await Store.Operators.RecordWatchesAsync([failing], Cancellation);
        (await Store.Operators.ReadWatchesAsync(Cancellation)).Should().Equal(Watch with { Cluster = "edge" }, failing, narrow);
    }

    [Fact]
    public async Task Watch_that_only_lives_on_changes_no_answer()
    {
        await Store.Operators.RecordWatchesAsync([Watch], Cancellation);
        var version = await Store.Database.GetVersionAsync(Cancellation);

        await Store.Operators.RecordWatchesAsync([Watch with { LastAlive = At(30), SyncedAt = At(30) }], Cancellation);
        (await Store.Operators.ReadWatchesAsync(Cancellation)).Should().ContainSingle().Which.LastAlive.Should().Be(At(30));
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);

        await Store.Operators.RecordWatchesAsync([Watch with { Objects = 5 }], Cancellation);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 1);
    }

    [Fact]
    public async Task Components_of_a_kind_in_a_cluster_are_replaced_together()
    {
        var old = Component with { Name = "old", Component = null, Version = null, Since = null };
        var controller = Component with { Kind = "StatefulSet", Name = "argocd-application-controller" };
        await Store.Operators.RecordComponentsAsync("hub", "StatefulSet", [controller], At(0), Cancellation);
        await Store.Operators.RecordComponentsAsync("hub", "Deployment", [Component, old], At(0), Cancellation);
        await Store.Operators.RecordComponentsAsync("edge", "Deployment", [Component with { Cluster = "edge" }], At(0), Cancellation);
        var version = await Store.Database.GetVersionAsync(Cancellation);

        await Store.Operators.RecordComponentsAsync("hub", "Deployment", [Component, old], At(1), Cancellation);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        OperatorComponent[] now = [Component with { Ready = 2 }, Component with { Name = "new" }];
        await Store.Operators.RecordComponentsAsync("hub", "Deployment", now, At(2), Cancellation);

        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 1);
        (await Store.Operators.ReadComponentsAsync(Cancellation)).Should().Equal([Component with { Cluster = "edge" }, controller, .. now]);
    }
}
