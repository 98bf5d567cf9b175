// Flux as critical infrastructure. Metrics: those of its controllers on port 8080.

import { dashboard, range, row } from './grafana.mjs';
import { perSecond, seconds, share, thresholds } from './looks.mjs';
import { graphs, of, overview, parts, rate, variables, work } from './operator.mjs';

const unscraped = "Not scraped yet: Prometheus needs the metrics of Flux's controllers on port 8080 (provisioning/kubernetes/monitoring)";

const graph = graphs(unscraped);

const kinds = 'kustomization|helmrelease|gitrepository|ocirepository|bucket|helmrepository|helmchart|receiver|alert|provider';
const queues = `name=~"${kinds}"`;
const controllers = `controller=~"${kinds}"`;

const waiting = work(graph, queues, {
  depth: "Objects that wait in the controllers' queues. More than ten for long: they fall behind.",
  wait: 'Time in a queue before a controller begins, 95 of 100 objects.',
  reconciliation: {
    description: 'Reconciliations by kind, 95 of 100. The metric is absent until the first one ended.',
    metric: 'gotk_reconcile_duration_seconds',
    by: ['cluster', 'kind'],
  },
});

const reconciles = [
  graph(
    20,
    'How many reconciliations fail?',
    'Share of the reconciliations of each controller that ended with an error.',
    share,
    [
      range(
        `(sum by (cluster, controller) (${rate('controller_runtime_reconcile_total', controllers, 'result="error"')})` +
          ` or sum by (cluster, controller) (${rate('controller_runtime_reconcile_total', controllers)}) * 0)` +
          ` / sum by (cluster, controller) (${rate('controller_runtime_reconcile_total', controllers)})`,
        '{{cluster}} {{controller}}',
      ),
    ],
    { max: 1, steps: thresholds('green', [0.1, 'orange'], [0.5, 'red']) },
  ),
  graph(
    21,
    'How many reconciliations are there?',
    'Reconciliations a second by how they ended.',
    perSecond,
    [range(`sum by (result) (${rate('controller_runtime_reconcile_total', controllers)})`, '{{result}}')],
    { stacked: true },
  ),
  graph(22, 'Which objects take the longest?', 'Mean duration of the reconciliations of the ten slowest objects.', seconds, [
    range(
      `topk(10, sum by (cluster, kind, namespace, name) (${rate('gotk_reconcile_duration_seconds_sum')})` +
        ` / (sum by (cluster, kind, namespace, name) (${rate('gotk_reconcile_duration_seconds_count')}) > 0))`,
      '{{cluster}} {{kind}} {{namespace}}/{{name}}',
    ),
  ]),
];

const outside = [
  graph(
    30,
    'Does the Kubernetes API refuse?',
    'Requests of the controllers that were answered with an error, by status.',
    'reqps',
    [range(`sum by (cluster, code) (${rate('rest_client_requests_total', 'code!~"[123].."')})`, '{{cluster}} {{code}}')],
    { noValue: 'None were refused in this time, or the controllers are not scraped' },
  ),
  graph(
    31,
    'Are tokens cached?',
    'Tokens for clouds and registries that the controllers keep.',
    'short',
    [range(`sum by (cluster) (${of('gotk_token_cached_items')})`, '{{cluster}}')],
    { noValue: 'The token cache is not in use: it serves logins to clouds' },
  ),
  graph(
    32,
    'How often does the token cache miss?',
    'Lookups in the cache of tokens by outcome.',
    perSecond,
    [range(`sum by (cluster, event_type) (${rate('gotk_token_cache_events_total')})`, '{{cluster}} {{event_type}}')],
    { noValue: 'The token cache is not in use: it serves logins to clouds', stacked: true },
  ),
  graph(
    33,
    'How often do caches miss?',
    'Lookups in the caches of the source controller by outcome.',
    perSecond,
    [range(`sum by (cluster, event_type) (${rate('gotk_cache_events_total')})`, '{{cluster}} {{event_type}}')],
    { noValue: 'No cache is in use: see --helm-cache-max-size of the source controller', stacked: true },
  ),
  graph(
    34,
    'Are events dropped?',
    'Events that the notification controller refused because there were too many of the same.',
    perSecond,
    [range(`sum by (cluster) (${rate('gotk_event_http_request_duration_seconds_count', 'code="429"')})`, '{{cluster}}')],
    { noValue: 'None were refused in this time' },
  ),
  graph(35, 'How many objects begin again?', 'Work that was put back into a queue.', perSecond, [
    range(`sum by (cluster, name) (${rate('workqueue_retries_total', queues)})`, '{{cluster}} {{name}}'),
  ]),
];

export default dashboard({
  uid: 'gitops-flux',
  title: 'Flux',
  description: 'Flux as critical infrastructure: readiness, queues, reconciliations, API errors and cached tokens.',
  from: 'now-3h',
  variables,
  rows: [
    row(1, 'Does Flux work', [...overview('flux', 'Flux'), ...parts('flux', 'Flux')]),
    row(9, 'Queues and durations', waiting),
    row(19, 'Reconciliations', reconciles),
    row(29, 'API, tokens and events', outside),
  ],
});
