using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

public sealed class WatchReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TestWatch _watch = new();

    [Fact]
    public void Nothing_counts_as_seen_before_every_change_up_to_then_is_recorded()
    {
        var report = new WatchReport(_watch);
        report.Read().Should().ContainSingle().Which.LastAlive.Should().BeNull();

        _watch.Hear(Noon, changes: 2);
        report.Read().Should().ContainSingle().Which.LastAlive.Should().BeNull();
        _watch.Confirm();
        report.Read().Should().ContainSingle().Which.LastAlive.Should().BeNull();

        // What comes later does not put off what was claimed before.
        _watch.Hear(Noon.AddMinutes(1), changes: 1);
        _watch.Confirm();
        report.Read().Should().ContainSingle().Which.LastAlive.Should().Be(Noon);
        report.Read().Should().ContainSingle().Which.LastAlive.Should().Be(Noon);
        _watch.Confirm();
        report.Read().Should().ContainSingle().Which.LastAlive.Should().Be(Noon.AddMinutes(1));
    }

    [Fact]
    public void Phase_and_error_show_at_once()
    {
        var report = new WatchReport(_watch);
        _watch.Hear(Noon, changes: 1);
        _ = report.Read().ToList();

        _watch.Obstruct("waits for something");

        (report.Read().Should().ContainSingle().Which is var state ? (state.Phase, state.LastError, state.LastAlive) : default)
            .Should().Be((WatchPhase.Failing, "waits for something", null));
    }

    private sealed class TestWatch : ResourceWatch
    {
        private long _count;
        private WatchState _state = new() { Cluster = "hub", Resource = "tests" };

        public override WatchedKind Kind { get; } = new("Test", new ResourceDefinition("", "tests", "v1"), "tests");

        public override long Count => _count;

        protected override IReadOnlyList<WatchState> WatcherStates => [_state];

        public void Hear(DateTimeOffset now, int changes) => (_state, _count) = (_state with { LastAlive = now, SyncedAt = now }, _count + changes);
    }
}
