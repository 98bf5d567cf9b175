using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>What a person needs to know once the service listens.</summary>
internal static class Banner
{
    public static string Text(ServiceOptions options, ServiceAddresses addresses)
    {
        var repositories = options.Git.Repositories.Count switch
        {
            0 => "no repository yet; add one with --repository URL or git.repositories",
            1 => $"1 repository: {options.Git.Repositories[0].Name}",
            var count => $"{count} repositories",
        };
        var clusters = options.Kubernetes.Clusters.Count switch
        {
            0 => "no cluster yet; add one with --kubeconfig FILE or kubernetes.clusters",
            1 => $"1 cluster: {options.Kubernetes.Clusters[0].DisplayName}",
            var count => $"{count} clusters",
        };
        return $"""
            GitOps {BuildInfo.Version} watches {repositories}
            and {clusters}

              Grafana   {addresses.Plugin}{(options.Plugin.Token is null ? "" : "   (with the data source's companionToken)")}
              Metrics   http://{addresses.Http}/metrics
              Probes    http://{addresses.Http}/healthz and /readyz
              Data      {options.DataDirectory}

            Tell Grafana where this is, in grafana.ini or custom.ini:

              [plugin.gitops-companion-datasource]
              companion_address = {addresses.Plugin}

            or in Grafana's environment, by both of:

              GITOPS_COMPANION_ADDRESS={addresses.Plugin}
              GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource

            Stop with Ctrl+C.


            """;
    }
}
