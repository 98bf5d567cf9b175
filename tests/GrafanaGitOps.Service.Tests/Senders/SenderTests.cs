using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Tests.Senders;

public sealed class SenderTests
{
    private const string Zeros = "0000000000000000000000000000000000000000";
    private const string Old = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
    private const string New = "1113728f27ae82c7b1a177c8d03f9e96e0adf246";

    private const string GitLabProject = """
        "project":{"name":"shop","git_http_url":"https://gitlab.example.com/org/shop.git","git_ssh_url":"git@gitlab.example.com:org/shop.git",
        "web_url":"https://gitlab.example.com/org/shop","default_branch":"main","id":15},"commits":[{"id":"x","added":["a"]}],"total_commits_count":1
        """;

    [Theory]
    [InlineData("Push Hook")]
    [InlineData("System Hook")]
    public void Push_of_GitLab_moves_a_branch(string name)
    {
        var push = Deliveries.Understand("gitlab", name, $$"""
            {"object_kind":"push","event_name":"push","ref":"refs/heads/env/prod","before":"{{Old}}","after":"{{New}}","checkout_sha":"{{New}}",
            "user_id":4,"user_name":"Alice A","user_username":"alice",{{GitLabProject}}}
            """);

        push.Should().BeEquivalentTo(new BranchPush(
            ["https://gitlab.example.com/org/shop.git", "git@gitlab.example.com:org/shop.git", "https://gitlab.example.com/org/shop"], "env/prod")
        { Before = Old, After = New, Pusher = "alice", DefaultBranch = "main" });
    }

    [Fact]
    public void Push_of_Gitea_moves_a_branch()
    {
        var push = Deliveries.Understand("gitea", "push", $$$"""
            {"ref":"refs/heads/main","before":"{{{Zeros}}}","after":"{{{New}}}","compare_url":"","commits":[],"total_commits":0,
            "repository":{"id":1,"owner":{"id":1,"login":"org"},"name":"shop","full_name":"org/shop","html_url":"https://git.example.com/org/shop",
            "ssh_url":"git@git.example.com:org/shop.git","clone_url":"https://git.example.com/org/shop.git","default_branch":"main"},
            "pusher":{"id":1,"login":"alice","full_name":"","email":"alice@example.com"},"sender":{"login":"alice"}}
            """);

        push.Should().BeEquivalentTo(new BranchPush(
            ["https://git.example.com/org/shop.git", "git@git.example.com:org/shop.git", "https://git.example.com/org/shop"], "main")
        { After = New, Pusher = "alice", DefaultBranch = "main" });
    }

    [Theory]
    [InlineData("github", "ping", """{"zen":"x"}""", "GitHub only asked whether it is heard.")]
    [InlineData("github", "issues", "not even JSON", "Of GitHub, push is used.")]
    [InlineData("github", "push", """{"ref":"refs/tags/v1"}""", "refs/tags/v1 is no branch.")]
    [InlineData("gitlab", "Tag Push Hook", "{}", "Of GitLab, push is used.")]
    [InlineData("gitlab", "System Hook", """{"event_name":"project_create"}""", "Of GitLab, push is used.")]
    [InlineData("gitea", "create", "{}", "Of Gitea, push is used.")]
    [InlineData(
        "flux", "event", """{"involvedObject":{"kind":"Kustomization","namespace":"a","name":"b"},"metadata":{"env":"test"}}""",
        "The event names no cluster: give the receiver a cluster, or the Alert an eventMetadata with the key cluster.")]
    public void What_is_of_no_use_says_why(string sender, string name, string body, string why) =>
        Deliveries.Understand(sender, name, body).Should().Be(new NotUsed(why));

    [Theory]
    [InlineData("github", "push", "", "The payload cannot be read at $: it is not what github sends.")]
    [InlineData("github", "push", "[1]", "The payload cannot be read at $: it is not what github sends.")]
    [InlineData("github", "push", """{"ref":5}""", "The payload cannot be read at $.ref: it is not what github sends.")]
    [InlineData("github", "push", "null", "The push names no ref.")]
    [InlineData("gitea", "push", """{"ref":"refs/heads/x","repository":{}}""", "The push names no address of its repository.")]
    [InlineData("gitlab", "Push Hook", """{"event_name":"push"}""", "The push names no ref.")]
    [InlineData("flux", "event", "{}", "The event does not say which object it is about.")]
    [InlineData("flux", "event", """{"involvedObject":{"kind":"","namespace":"a","name":"b"}}""", "The event does not say which object it is about.")]
    public void What_cannot_be_understood_says_what_is_missing(string sender, string name, string body, string why) =>
        FluentActions.Invoking(() => Deliveries.Understand(sender, name, body)).Should().Throw<UnreadableHookException>().WithMessage(why);

    [Fact]
    public void Receiver_of_one_cluster_wins_over_what_the_event_says()
    {
        const string body = """
            {"involvedObject":{"kind":"Kustomization","namespace":"a","name":"b"},"timestamp":"2026-01-02T03:04:05+01:00","severity":"error",
            "metadata":{"event.toolkit.fluxcd.io/cluster":"edge","kustomize.toolkit.fluxcd.io/revision":"main@sha1:1"}}
            """;
        var expected = new OperatorEvent("edge", "Kustomization", "a", "b")
        {
            At = new DateTimeOffset(2026, 1, 2, 2, 4, 5, TimeSpan.Zero),
            IsError = true,
            Revision = "main@sha1:1",
        };

        Deliveries.Understand("flux", "event", body).Should().Be(expected);
        Deliveries.Understand("flux", "event", body, "hub").Should().Be(expected with { Cluster = "hub" });
    }

    [Fact]
    public void Addresses_are_kept_without_what_is_secret_in_them() =>
        ((BranchPush)Deliveries.Understand("github", "push", """
            {"ref":"refs/heads/x","repository":{"clone_url":"https://bob:hunter2@git.example.com/a.git","html_url":"https://git.example.com/a.git"}}
            """)).Urls.Should().Equal("https://git.example.com/a.git");

    [Fact]
    public void Deliveries_have_the_name_that_their_sender_gives_them()
    {
        Id("github", ("X-GitHub-Delivery", "d1")).Should().Be("d1");
        Id("gitea", ("X-Gitea-Delivery", "d2")).Should().Be("d2");
        Id("gitlab", ("Idempotency-Key", "d3"), ("X-Gitlab-Event-UUID", "u")).Should().Be("d3");
        Id("gitlab", ("X-Gitlab-Event-UUID", "u")).Should().Be("u sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        Id("gitlab").Should().BeNull();
        Id("flux").Should().BeNull();

        static string? Id(string sender, params (string Name, string Value)[] headers) =>
            SenderTable.Find(sender)!.DeliveryId(Deliveries.Request("{}", headers));
    }
}
