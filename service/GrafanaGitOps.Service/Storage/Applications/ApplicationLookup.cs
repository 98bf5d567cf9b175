namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Applications by the numbers of their rows.</summary>
/// <param name="present">Those that are kept in memory.</param>
/// <param name="others">Those that were read for one question.</param>
internal sealed class ApplicationLookup(ApplicationSnapshot present, IReadOnlyDictionary<long, ApplicationStatus> others)
{
    public ApplicationStatus? Find(long id) => present.FindStatus(id) ?? others.GetValueOrDefault(id);
}
