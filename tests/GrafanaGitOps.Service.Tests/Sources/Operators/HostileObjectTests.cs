using System.Text;
using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

public sealed class HostileObjectTests
{
    private static readonly string[] Replacements =
        ["null", "true", "[]", "{}", "\"\"", "\"x\"", "-1", "1e400", "[null]", "{\"a\":null}", "\"\\ud800\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "99999999999999999999"];

    [Fact]
    public void Mutated_application_is_read_or_refused_by_name() => Mutate("ArgoCd", (json, _) => ArgoCdMapper.Map(ArgoCdObjects.Parse(json), "hub"));

    [Fact]
    public void Mutated_flux_object_is_read_or_refused_by_name() => Mutate("Flux", (json, kind) =>
    {
        var sources = new FluxSources();
        if (kind == "Kustomization") sources.Resolve(KustomizationMapper.Map(FluxObjects.ParseKustomization(json), "edge"));
        else if (kind == "HelmRelease") sources.Resolve(HelmReleaseMapper.Map(FluxObjects.ParseHelmRelease(json), "edge"));
        else if (kind == "ImageUpdateAutomation") FluxSourceMapper.Map(FluxObjects.ParseImageAutomation(json), "edge");
        else sources.Set(FluxSourceMapper.Map(FluxObjects.ParseSource(json, kind), kind, "edge"));
    });

    [Fact]
    public void Parse_bad_object_among_others_is_named_and_the_others_live()
    {
        var list = """[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"namespace":"argocd","name":"bad","uid":"2"},"status":{"history":7}},{"metadata":{"name":"c","uid":"3"}}]"""u8;
        var read = new List<string>();
        using var document = JsonDocument.Parse(list.ToArray());
        foreach (var item in document.RootElement.EnumerateArray())
        {
            try
            {
                read.Add(ArgoCdObjects.Parse(Encoding.UTF8.GetBytes(item.GetRawText())).Metadata!.Name!);
            }
            catch (OperatorObjectException exception)
            {
                read.Add(exception.Message);
            }
        }

        read.Should().Equal("a", "Application argocd/bad cannot be read at $.status.history and was left out: it is not what its CRD says.", "c");
    }

    [Fact]
    public void Parse_reader_in_a_list_stops_at_the_end_of_the_object()
    {
        var reader = new Utf8JsonReader("""[{"metadata":{"name":"a","uid":"1"},"spec":{"x":[1]}},{"metadata":{"name":"b","uid":"2"}}]"""u8);
        reader.Read();
        reader.Read();
        ArgoCdObjects.Parse(ref reader).Metadata!.Name.Should().Be("a");
        reader.TokenType.Should().Be(JsonTokenType.EndObject);
        reader.Read();
        ArgoCdObjects.Parse(ref reader).Metadata!.Name.Should().Be("b");
    }

    [Fact]
    public void Map_long_lists_are_cut_counted_and_noted()
    {
        var resources = string.Join(',', Enumerable.Range(0, 1_500).Select(i => $$"""{"kind":"ConfigMap","name":"c{{i}}","status":"{{(i < 1_200 ? "Synced" : "OutOfSync")}}"}"""));
        var json = """{"metadata":{"name":"a","uid":"1"},"status":{"resources":[""" + resources + "]}}";
        var state = ArgoCdMapper.Map(ArgoCdObjects.Parse(Encoding.UTF8.GetBytes(json)), "hub").State;
        (state.Resources.Items.Count, state.Resources.Total, state.Resources.OutOfSync).Should().Be((ApplicationLimits.Resources, 1_500, 300));
        state.Notices.Should().Equal("Only the first 1000 of 1500 resources are kept; the counts are of all.");
    }

    /// <summary>Puts every kind of wrong value in the place of every value of every case, and cuts the text at random places.</summary>
    private static void Mutate(string source, Action<byte[], string> map)
    {
        var random = new Random(20_261_120);
        foreach (var document in CaseFolder.Names(source).SelectMany(name => CaseFolder.Objects(source, name.Data)))
        {
            var text = document.ToJsonString();
            for (var i = 0; i < 40; i++)
                Try(Encoding.UTF8.GetBytes(i % 10 == 0 ? text[..random.Next(text.Length)] : Replace(text, random)), (string)document["kind"]!, map);
        }
    }

    private static string Replace(string text, Random random)
    {
        var colon = text.IndexOf(':', random.Next(text.Length - 1));
        if (colon < 0) return text;
        var end = text.IndexOfAny([',', '}'], colon);
        return end < 0 ? text : string.Concat(text.AsSpan(0, colon + 1), Replacements[random.Next(Replacements.Length)], text.AsSpan(end));
    }

    private static void Try(byte[] json, string kind, Action<byte[], string> map)
    {
        try
        {
            map(json, kind);
        }
        catch (OperatorObjectException exception)
        {
            exception.Message.Replace("A " + kind, kind, StringComparison.Ordinal).Should().StartWith(kind);
        }
    }
}
