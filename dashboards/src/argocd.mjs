// Argo CD as critical infrastructure. Metrics: argo-cd, docs/operator-manual/metrics.md.

import { dashboard, range, row } from './grafana.mjs';
import { seconds, share, thresholds } from './looks.mjs';
import { graphs, growth, of, overview, parts, quantile, rate, variables, work } from './operator.mjs';

const scraped = (port) => `Not scraped yet: Prometheus needs Argo CD's metrics on port ${port} (provisioning/kubernetes/monitoring)`;
const controller = scraped('8082');
const repoServer = scraped('8084');

const graph = graphs(controller);

const queues =
  'name=~"app_reconciliation_queue|app_operation_processing_queue|project_reconciliation_queue|app_hydration_queue|manifest_hydration_queue"';

const waiting = work(graph, queues, {
  depth: "Items that wait in the controller's queues. More than ten for long: it falls behind.",
  wait: 'Time in a queue before the controller begins, 95 of 100 items.',
  reconciliation: {
    description: 'Reconciliations of applications, 95 of 100. More than a minute: look at the repo server.',
    metric: 'argocd_app_reconcile',
    by: ['cluster'],
    more: { steps: thresholds('green', [60, 'orange']) },
  },
});

const phase = 'dry_run!="true"';

const syncs = [
  graph(
    20,
    'How many syncs fail?',
    'Syncs that ended as Failed or Error. The metric appears with the first sync.',
    'short',
    [
      range(
        `sum by (cluster, name, phase) (${growth('argocd_app_sync_total', 'phase=~"Error|Failed"', phase)}) > 0`,
        '{{cluster}} {{name}} {{phase}}',
      ),
    ],
    { noValue: 'No sync failed in this time', stacked: true },
  ),
  graph(
    21,
    'How many syncs are there?',
    'Completed syncs by how they ended.',
    'short',
    [range(`sum by (phase) (${growth('argocd_app_sync_total', phase)})`, '{{phase}}')],
    { noValue: 'No sync yet: the metric appears with the first one', stacked: true },
  ),
  graph(
    22,
    'How long do syncs take?',
    'Mean duration of syncs. Argo CD 3.1 or newer.',
    seconds,
    [
      range(
        `sum by (cluster) (${rate('argocd_app_sync_duration_seconds_total')}) / (sum by (cluster) (${rate('argocd_app_sync_total')}) > 0)`,
        '{{cluster}}',
      ),
    ],
    { noValue: 'No sync in this time, or Argo CD older than 3.1' },
  ),
];

const git = [
  graph(
    30,
    'Do git requests fail?',
    'Failed fetches and listings of remote references.',
    'short',
    [
      range(`sum by (cluster, repo) (${growth('argocd_git_fetch_fail_total')}) > 0`, 'fetch {{cluster}} {{repo}}', 'A'),
      range(`sum by (cluster, repo) (${growth('argocd_git_lsremote_fail_total')}) > 0`, 'ls-remote {{cluster}} {{repo}}', 'B'),
    ],
    { noValue: 'None failed in this time' },
  ),
  graph(
    31,
    'How long do git requests take?',
    'Requests of the repo server to git, 95 of 100. More than thirty seconds slow every reconciliation.',
    seconds,
    [range(quantile(0.95, 'argocd_git_request_duration_seconds', 'cluster, request_type'), '{{cluster}} {{request_type}}')],
    { noValue: repoServer, steps: thresholds('green', [30, 'orange']) },
  ),
  graph(
    32,
    'How many git requests wait?',
    'Requests that wait for the repo server, by repository.',
    'short',
    [range(`sum by (cluster, repo) (${of('argocd_repo_pending_request_total')})`, '{{cluster}} {{repo}}')],
    { noValue: repoServer, steps: thresholds('green', [50, 'orange']) },
  ),
];

const api = [
  graph(
    40,
    'Does the Kubernetes API refuse?',
    "Share of the controller's requests to the clusters that were answered with an error.",
    share,
    [
      range(
        `(sum by (cluster) (${rate('argocd_app_k8s_request_total', 'response_code=~"[45].."')}) or sum by (cluster) (${rate('argocd_app_k8s_request_total')}) * 0)` +
          ` / sum by (cluster) (${rate('argocd_app_k8s_request_total')})`,
        '{{cluster}}',
      ),
    ],
    { max: 1, steps: thresholds('green', [0.05, 'orange']) },
  ),
  graph(
    41,
    'Are the clusters connected?',
    '1 while the controller reaches the cluster that it deploys to.',
    'short',
    [range(of('argocd_cluster_connection_status'), '{{cluster}} {{server}}')],
    { max: 1, decimals: 0 },
  ),
  graph(42, 'How old is the cache of each cluster?', 'Age of what the controller knows of the clusters that it deploys to.', seconds, [
    range(of('argocd_cluster_cache_age_seconds'), '{{cluster}} {{server}}'),
  ]),
  graph(
    43,
    'Does kubectl pile up?',
    'Commands of kubectl that wait.',
    'short',
    [range(`sum by (cluster, command) (${of('argocd_kubectl_exec_pending')})`, '{{cluster}} {{command}}')],
    { steps: thresholds('green', [10, 'orange']) },
  ),
  graph(
    44,
    'Do notifications arrive?',
    'Deliveries of the notifications controller.',
    'short',
    [
      range(
        `sum by (cluster, service, succeeded) (${growth('argocd_notifications_deliveries_total')})`,
        '{{cluster}} {{service}} succeeded: {{succeeded}}',
      ),
    ],
    { noValue: 'None were sent, or port 9001 is not scraped', stacked: true },
  ),
  graph(45, 'How many resources are watched?', 'Objects in the caches of the clusters.', 'short', [
    range(`sum by (cluster, server) (${of('argocd_cluster_api_resource_objects')})`, '{{cluster}} {{server}}'),
  ]),
];

export default dashboard({
  uid: 'gitops-argocd',
  title: 'Argo CD',
  description: 'Argo CD as critical infrastructure: readiness, queues, syncs, git and Kubernetes requests.',
  from: 'now-3h',
  variables,
  rows: [
    row(1, 'Does Argo CD work', [...overview('argocd', 'Argo CD'), ...parts('argocd', 'Argo CD')]),
    row(9, 'Queues and reconciliation', waiting),
    row(19, 'Syncs', syncs),
    row(29, 'Git', git),
    row(39, 'Clusters and notifications', api, true),
  ],
});
