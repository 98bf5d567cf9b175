using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Tests.Senders;

/// <summary>What real senders sent, and what it is taken for.</summary>
public sealed class SenderFixtureTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    [Fact]
    public void Every_webhook_of_GitHub_is_a_push_or_of_no_use()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Repository.SharedFixture("github-webhooks"), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            text.AppendLine(name).AppendLine(Describe(Deliveries.Understand("github", name.Split('.')[0], File.ReadAllText(file))));
        }

        Golden.Matches("GrafanaGitOps.Service.Tests/Senders/github.golden.txt", text.ToString());
    }

    [Fact]
    public void Every_recorded_notification_of_Flux_is_about_an_object()
    {
        var text = new StringBuilder();
        foreach (var post in Deliveries.Recorded()) text.AppendLine(Describe(Deliveries.Understand("flux", "event", post.Body)));

        Golden.Matches("GrafanaGitOps.Service.Tests/Senders/flux.golden.txt", text.ToString());
    }

    [Fact]
    public void Recorded_signatures_of_Flux_are_right()
    {
        var signed = Deliveries.Recorded().Where(post => post.Path == "/generic-hmac").ToList();
        var whole = signed.FindAll(post => post.IsWhole);

        whole.Should().HaveCountGreaterThan(15);
        whole.Select(post => FindProblem(post, "lab-hmac-key")).Should().OnlyContain(problem => problem == null);
        whole.Select(post => FindProblem(post, "another key")).Should().NotContainNulls();
        signed.Except(whole).Select(post => FindProblem(post, "lab-hmac-key")).Should().OnlyContain(problem => problem!.StartsWith("X-Signature does not fit"));
    }

    private static string? FindProblem(RecordedPost post, string key) =>
        SenderTable.Find("flux")!.FindProblem(post.Request, Encoding.UTF8.GetBytes(key));

    private static string Describe(Meaning meaning) => $"  {meaning.GetType().Name} {JsonSerializer.Serialize(meaning, meaning.GetType(), Readable)}";
}
