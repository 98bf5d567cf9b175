using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

public sealed class KnownObjectsTests
{
    private readonly KnownObjects _known = new();

    [Fact]
    public void Version_counts_once()
    {
        _known.Compare(Meta("u1", "1")).Should().Be(Comparison.New);
        _known.Set(Meta("u1", "1"), isDelivered: true);
        _known.Compare(Meta("u1", "1")).Should().Be(Comparison.Same);
        _known.Compare(Meta("u1", "2")).Should().Be(Comparison.Changed);
        _known.Compare(Meta("u2", "3")).Should().Be(Comparison.Replaced);
    }

    [Fact]
    public void Object_of_an_earlier_run_is_handed_out_once()
    {
        _known.Restore(new ObjectVersion("n", "a", "u1", "1"));
        _known.Compare(Meta("u1", "1")).Should().Be(Comparison.Unchanged);
        _known.Set(Meta("u1", "1"), isDelivered: true);
        _known.Compare(Meta("u1", "1")).Should().Be(Comparison.Same);
    }

    [Fact]
    public void Refused_object_is_new_when_it_is_mended_and_never_deleted()
    {
        _known.Set(Meta("u1", "1"), isDelivered: false);
        _known.Compare(Meta("u1", "1")).Should().Be(Comparison.Same);
        _known.Compare(Meta("u1", "2")).Should().Be(Comparison.New);
        _known.BeginList();
        _known.EndList().Should().BeEmpty();
        _known.Count.Should().Be(0);
    }

    [Fact]
    public void List_tells_what_is_gone_of_what_was_handed_out()
    {
        foreach (var name in new[] { "a", "b", "c" }) _known.Set(new ObjectVersion("n", name, "u-" + name, "1"), isDelivered: true);
        _known.Set(new ObjectVersion("n", "b", "u-b", "2"), isDelivered: false);
        _known.BeginList();
        _known.Compare(new ObjectVersion("n", "a", "u-a", "1"));
        _known.EndList().Should().Equal(new ObjectVersion("n", "b", "u-b", "2"), new ObjectVersion("n", "c", "u-c", "1"));
        _known.Count.Should().Be(1);
    }

    private static ObjectVersion Meta(string uid, string version) => new("n", "a", uid, version);
}
