// What the dashboards of both operators ask in the same way.

import { ask, range } from './grafana.mjs';
import { lines, sums, table, values } from './panels.mjs';
import { few, fixed, none, seconds, thresholds } from './looks.mjs';
import { applications, components, some } from './tables.mjs';
import { cluster, clusterSelector, filters, gitopsSource, prometheusSource } from './variables.mjs';

export const variables = [gitopsSource, prometheusSource, cluster, clusterSelector];

/** Series of the chosen clusters, narrowed further. */
export const of = (metric, ...matchers) => `${metric}{${['${selector:raw}', ...matchers].join(', ')}}`;

export const rate = (metric, ...matchers) => `rate(${of(metric, ...matchers)}[$__rate_interval])`;

/** What a counter grew by in each step of the graph. */
export const growth = (metric, ...matchers) => `increase(${of(metric, ...matchers)}[$__rate_interval])`;

export const quantile = (q, metric, by, ...matchers) =>
  `histogram_quantile(${q}, sum by (le, ${by}) (${rate(`${metric}_bucket`, ...matchers)}))`;

/** Makes graphs of what an operator tells of itself, three beside each other. Without a series one shows `unscraped`, if nothing else. */
export const graphs =
  (unscraped) =>
  (id, title, description, unit, targets, more = {}) =>
    lines({ id, title, description, unit, targets, size: [8, 8], noValue: unscraped, ...more });

/** A backlog that stands above ten means that the operator falls behind. */
const backlog = thresholds('green', [10, 'orange'], [50, 'red']);

const broken = { degraded: 'Degraded', failed: 'Last sync failed', over_budget: 'Over budget' };
const doubtful = { out_of_sync: 'Out of sync', stale: 'Stale verdict', suspended: 'Suspended' };

/** The first look: does the operator work, and how do its applications do. */
export const overview = (name, title) => [
  values({
    id: 2,
    title: `Is anything of ${title} not ready?`,
    size: [5, 4],
    calc: 'sum',
    colour: 'background',
    description: `Workloads of ${title} that lack replicas, and kinds of its objects that cannot be watched.`,
    targets: [ask('operators', { ...filters('cluster'), operators: [name], format: 'numeric', values: ['failing'] })],
    defaults: { noValue: `No ${title} has been seen`, thresholds: none, displayName: 'Not ready' },
  }),
  values({
    id: 3,
    title: 'How many applications?',
    size: [4, 4],
    calc: 'count',
    description: `Applications of ${title} in the chosen clusters.`,
    targets: [ask('sync_health', { ...filters('cluster'), operators: [name], values: ['needs_attention'] })],
    defaults: { noValue: 'None', color: fixed('text'), displayName: 'Applications' },
  }),
  sums({
    id: 4,
    title: 'What is broken?',
    size: [8, 4],
    named: broken,
    thresholds: none,
    filters: { ...filters('cluster'), operators: [name] },
    description: 'Applications with each trouble; one may have several.',
  }),
  sums({
    id: 7,
    title: 'What needs a look?',
    size: [7, 4],
    named: doubtful,
    thresholds: few,
    filters: { ...filters('cluster'), operators: [name] },
    description: 'Out of sync alone is on its way.',
  }),
];

/** Workloads and watches, and the applications that do worst. */
export const parts = (name, title) => [
  table({
    id: 5,
    title: 'Is every part ready?',
    size: [14, 8],
    description: `Workloads of ${title} with their replicas and version, and our watching of its objects. What fails comes first in each cluster.`,
    targets: [ask('operators', { ...filters('cluster'), operators: [name] })],
    columns: some(components, 'cluster', 'name', 'state', 'ready', 'desired', 'version', 'since', 'message'),
    defaults: { noValue: `No ${title} has been seen` },
  }),
  table({
    id: 6,
    title: 'Which applications are worst?',
    size: [10, 8],
    description: "Degraded first, then failed, out of sync, over budget, stale. The name leads to the application's dashboard.",
    targets: [ask('sync_status', { ...filters('cluster'), operators: [name], limit: 50 })],
    columns: some(applications, 'environment', 'application', 'sync', 'health', 'message'),
    defaults: { noValue: 'No applications' },
  }),
];

/** What waits in the controllers' queues, for how long, and how long the work takes then. The texts speak of the operator's own things. */
export const work = (graph, queues, { depth, wait, reconciliation: { description, metric, by, more } }) => [
  graph(
    10,
    'Is work piling up?',
    depth,
    'short',
    [range(`sum by (cluster, name) (${of('workqueue_depth', queues)})`, '{{cluster}} {{name}}')],
    { steps: backlog },
  ),
  graph(11, 'How long does work wait?', wait, seconds, [
    range(quantile(0.95, 'workqueue_queue_duration_seconds', 'cluster, name', queues), '{{cluster}} {{name}}'),
  ]),
  graph(
    12,
    'How long does a reconciliation take?',
    description,
    seconds,
    [range(quantile(0.95, metric, by.join(', ')), by.map((label) => `{{${label}}}`).join(' '))],
    more,
  ),
];
