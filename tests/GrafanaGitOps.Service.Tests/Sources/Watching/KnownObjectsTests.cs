using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

public sealed class KnownObjectsTests
{
    private readonly KnownObjects _known = new();

    [Fact]
    public void Version_counts_once()
    {
        Assert.Equal(Comparison.New, _known.Compare(Meta("u1", "1")));
        _known.Set(Meta("u1", "1"), isDelivered: true);
        Assert.Equal(Comparison.Same, _known.Compare(Meta("u1", "1")));
        Assert.Equal(Comparison.Changed, _known.Compare(Meta("u1", "2")));
        Assert.Equal(Comparison.Replaced, _known.Compare(Meta("u2", "3")));
    }

    [Fact]
    public void Object_of_an_earlier_run_is_handed_out_once()
    {
        _known.Restore(new ObjectVersion("n", "a", "u1", "1"));
        Assert.Equal(Comparison.Unchanged, _known.Compare(Meta("u1", "1")));
        _known.Set(Meta("u1", "1"), isDelivered: true);
        Assert.Equal(Comparison.Same, _known.Compare(Meta("u1", "1")));
    }

    [Fact]
    public void Refused_object_is_new_when_it_is_mended_and_never_deleted()
    {
        _known.Set(Meta("u1", "1"), isDelivered: false);
        Assert.Equal(Comparison.Same, _known.Compare(Meta("u1", "1")));
        Assert.Equal(Comparison.New, _known.Compare(Meta("u1", "2")));
        _known.BeginList();
        Assert.Empty(_known.EndList());
        Assert.Equal(0, _known.Count);
    }

    [Fact]
    public void List_tells_what_is_gone_of_what_was_handed_out()
    {
        foreach (var name in new[] { "a", "b", "c" }) _known.Set(new ObjectVersion("n", name, "u-" + name, "1"), isDelivered: true);
        _known.Set(new ObjectVersion("n", "b", "u-b", "2"), isDelivered: false);
        _known.BeginList();
        _known.Compare(new ObjectVersion("n", "a", "u-a", "1"));
        Assert.Equal([new ObjectVersion("n", "b", "u-b", "2"), new ObjectVersion("n", "c", "u-c", "1")], _known.EndList());
        Assert.Equal(1, _known.Count);
    }

    private static ObjectVersion Meta(string uid, string version) => new("n", "a", uid, version);
}
