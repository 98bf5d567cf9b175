using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What the source hydrator did: it renders the commit that people wrote into another one, which is deployed.</summary>
internal static class ArgoCdHydrator
{
    public static HydratorState? Read(HydratorSpecDto? spec, HydratorStatusDto? status)
    {
        if (spec is null) return null;
        var (current, last) = (status?.CurrentOperation, status?.LastSuccessfulOperation);
        return new HydratorState
        {
            Phase = BoundedText.Text(current?.Phase),
            Message = BoundedText.Message(current?.Message),
            DrySha = BoundedText.Text(current?.DrySha),
            HydratedSha = BoundedText.Text(current?.HydratedSha),
            Started = ObjectParts.Utc(current?.StartedAt),
            Finished = ObjectParts.Utc(current?.FinishedAt),
            LastDrySha = BoundedText.Text(last?.DrySha),
            LastHydratedSha = BoundedText.Text(last?.HydratedSha),
            DryRepoUrl = BoundedText.Url(spec.DrySource?.RepoUrl),
            DryPath = BoundedText.Text(spec.DrySource?.Path),
            DryTargetRevision = BoundedText.Text(spec.DrySource?.TargetRevision),
        };
    }
}
