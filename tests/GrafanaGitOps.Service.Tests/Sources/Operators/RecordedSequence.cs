using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>Every version of one object as a real operator wrote it, in order, with the moment at which a watch got it.</summary>
internal static class RecordedSequence
{
    public static string Folder => Repository.SharedFixture("recorded/sequences");

    /// <summary>The looks of a watch that missed the versions that are not taken: what the next one brings happened since the last that it saw.</summary>
    public static List<ApplicationChange> Looks(string name, Func<int, bool> takes)
    {
        var looks = new List<ApplicationChange>();
        var (version, isMissing) = ((string?)null, false);
        foreach (var (line, index) in File.ReadLines(Path.Combine(Folder, name + ".jsonl")).Select((line, index) => (line, index)))
        {
            var read = JsonNode.Parse(line)!;
            var item = (JsonObject)read["object"]!;
            var resourceVersion = (string)item["metadata"]!["resourceVersion"]!;
            if (resourceVersion == version) continue;
            version = resourceVersion;
            var isFirst = looks.Count == 0;
            if (!takes(index))
            {
                isMissing = true;
                continue;
            }

            var at = (DateTimeOffset)read["at"]!;
            var wasThere = isFirst && (isMissing || (string)read["type"]! != "ADDED");
            var moment = wasThere ? Moment.Between(null, at) : isMissing ? Moment.Between(looks[^1].Moment.NotAfter, at) : Moment.Exactly(at);
            looks.Add(Look(item, moment, (string)read["type"]! == "DELETED"));
            isMissing = false;
        }

        return looks;
    }

    private static ApplicationChange Look(JsonObject item, Moment moment, bool isGone)
    {
        var seen = Map(item);
        return new ApplicationChange
        {
            Application = seen.State.Id,
            Uid = seen.State.Uid,
            Observation = isGone ? null : seen,
            Environment = isGone ? null : new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "test"),
            Moment = moment,
        };
    }

    private static OperatorObservation Map(JsonObject item)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(item);
        return (string)item["kind"]! switch
        {
            "Kustomization" => KustomizationMapper.Map(FluxObjects.ParseKustomization(json), "lab"),
            "HelmRelease" => HelmReleaseMapper.Map(FluxObjects.ParseHelmRelease(json), "lab"),
            _ => ArgoCdMapper.Map(ArgoCdObjects.Parse(json), "lab"),
        };
    }
}
