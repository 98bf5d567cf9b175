// The dashboard for somebody on call: how the application does, and what was changed.

import { ask, dashboard, range, row } from './grafana.mjs';
import { lines, states, table, values, words } from './panels.mjs';
import { ago, fixed, override, plain, seconds, share, thresholds } from './looks.mjs';
import { applications, attempts, commits, deployments, named, pending, some } from './tables.mjs';
import { application, choice, cluster, environment, filters, gitopsSource, listed, prometheusSource } from './variables.mjs';

const series = '${labels:raw}';
const here = filters('cluster', 'environment', 'application');

/** Panels over which deployments are drawn. */
const graphs = { latency: 10, errors: 11, saturation: 12, traffic: 13 };

const variables = [
  gitopsSource,
  prometheusSource,
  cluster,
  // All its values, `none` among them, and not Grafana's word for all: PromQL gets them, too.
  { ...environment, multi: false, allValue: undefined, current: { text: 'production', value: 'production' } },
  application,
  listed('namespace', 'Namespace', 'namespaces', {
    narrowedBy: { clusters: 'cluster', environments: 'environment', applications: 'application' },
    hide: 2,
  }),
  choice('labels', 'Series', "How the application's series are labelled in Prometheus.", [
    ['OpenTelemetry', 'service_name="$application", deployment_environment_name=~"${environment:pipe}|"'],
    ['OpenTelemetry, any environment', 'service_name="$application"'],
    [
      'OpenTelemetry, these clusters',
      'service_name="$application", deployment_environment_name=~"${environment:pipe}|", k8s_cluster_name=~"${cluster:pipe}"',
    ],
    ['service and namespace', 'service="$application", namespace=~"${namespace:pipe}"'],
    ['service', 'service="$application"'],
    ['app and namespace', 'app="$application", namespace=~"${namespace:pipe}"'],
    ['job', 'job=~"(.+/)?$application"'],
  ]),
  choice('latency', 'Latency metric', 'The histogram of request durations in seconds, without _bucket.', [
    ['http_server_request_duration_seconds', 'http_server_request_duration_seconds'],
    ['http_request_duration_seconds', 'http_request_duration_seconds'],
    ['traces_spanmetrics_latency', 'traces_spanmetrics_latency'],
  ]),
  choice('code', 'Status label', 'The label of that histogram that holds the HTTP status code.', [
    ['http_response_status_code', 'http_response_status_code'],
    ['status_code', 'status_code'],
    ['code', 'code'],
    ['status', 'status'],
  ]),
];

const over = (name, iconColor, target, more = {}) => ({
  datasource: target.datasource,
  enable: true,
  hide: false,
  iconColor,
  name,
  target,
  filter: { exclude: false, ids: Object.values(graphs) },
  ...more,
});

const column = (value) => ({ source: 'field', value });

const annotations = [
  over('Deployments', 'blue', ask('deployment_annotations', { ...here, outcome: 'succeeded', limit: 200 }, 'Deployments')),
  over('Failed deployments', 'red', ask('deployment_annotations', { ...here, outcome: 'failed', limit: 200 }, 'Failed')),
  over('Drift undone', 'purple', ask('sync_events', { ...here, kinds: ['SelfHeal', 'DriftCorrection'], limit: 200 }, 'Drift'), {
    mappings: { time: column('started'), title: column('kind'), text: column('message'), id: column('id') },
  }),
];

const quantile = (q) => `histogram_quantile(${q}, sum by (le) (rate(\${latency}_bucket{${series}}[$__rate_interval])))`;
const requests = (matcher = '') => `sum(rate(\${latency}_count{${series}${matcher}}[$__rate_interval]))`;
const pool = (metric, matcher = '') => `sum by (db_client_connection_pool_name) (${metric}{${series}${matcher}})`;
const ofPods = 'namespace=~"${namespace:pipe}", pod=~"$application-.+"';
const limitOf = (resource) => `sum(kube_pod_container_resource_limits{${ofPods}, resource="${resource}"})`;

const noSeries = 'No series with these labels: choose others under "Series" and "Latency metric"';

const health = [
  values({
    id: 2,
    title: 'Is it in sync and healthy?',
    size: [6, 4],
    colour: 'background',
    description: 'What the operator says of the application. Of several clusters the one that does worst.',
    targets: [ask('sync_status', here)],
    columns: { sync: 'Sync', health: 'Health' },
    defaults: { noValue: 'No such application here' },
  }),
  values({
    id: 3,
    title: 'What runs, and what should?',
    size: [6, 4],
    description: 'The revision that runs beside the one that git asks for. They lead to the commits.',
    targets: [ask('sync_status', here)],
    columns: { deployed_short: 'Runs', desired_short: 'Should run' },
    defaults: { noValue: 'Not known', color: fixed('text') },
  }),
  values({
    id: 4,
    title: 'When was it deployed last?',
    size: [4, 4],
    description: 'When the deployed revision changed last.',
    targets: [ask('sync_status', here)],
    columns: { last_deployment: 'Deployed' },
    defaults: { noValue: 'No deployment known', unit: ago, color: fixed('text') },
  }),
  values({
    id: 5,
    title: 'What waits, and may it?',
    size: [8, 4],
    description:
      'Commits that touch the application and are not deployed, how long the oldest waits, and the budget of the environment. ' +
      'Red when it waits longer than that.',
    targets: [ask('sync_status', here), ask('sync_status', here, 'Budget')],
    transformations: [
      {
        id: 'configFromData',
        options: {
          configRefId: 'Budget',
          applyTo: { id: 'byName', options: 'sync_delay' },
          mappings: [{ fieldName: 'budget', handlerKey: 'threshold1', handlerArguments: { threshold: { color: 'red' } } }],
        },
      },
    ],
    columns: { commits_behind: 'Commits', sync_delay: 'Oldest waits', budget: 'May wait' },
    defaults: { noValue: 'Not known', thresholds: plain },
  }),
  lines({
    id: graphs.latency,
    title: 'How long do requests take?',
    size: [8, 9],
    unit: seconds,
    noValue: noSeries,
    description:
      'Latency of the requests that the application answered. Vertical lines and regions are deployments; hover for their commits.',
    targets: [range(quantile(0.5), 'p50', 'A'), range(quantile(0.95), 'p95', 'B'), range(quantile(0.99), 'p99', 'C')],
  }),
  lines({
    id: graphs.errors,
    title: 'How many requests fail?',
    size: [8, 9],
    unit: share,
    noValue: noSeries,
    decimals: 2,
    description: 'Share of requests that were answered with a status of 500 or more. The lines are 1 % and 5 %.',
    steps: thresholds('green', [0.01, 'orange'], [0.05, 'red']),
    targets: [range(`(${requests(', ${code}=~"5.."')} or vector(0)) / ${requests()}`, 'failed')],
    overrides: [override('failed', { color: fixed('red') })],
  }),
  lines({
    id: graphs.saturation,
    title: 'How full is it?',
    size: [8, 9],
    unit: share,
    max: 1,
    noValue: 'Neither a connection pool (db_client_connection_*) nor limits of pods (cAdvisor, kube-state-metrics) are in Prometheus',
    description:
      "Share in use of database connection pools (OpenTelemetry), and of the pods' limits of processor and memory where " +
      'Prometheus has cAdvisor and kube-state-metrics. The lines are 80 % and 95 %.',
    steps: thresholds('green', [0.8, 'orange'], [0.95, 'red']),
    targets: [
      range(
        `${pool('db_client_connection_count', ', state="used"')} / ${pool('db_client_connection_max')}`,
        'pool {{db_client_connection_pool_name}}',
        'A',
      ),
      range(
        `sum(rate(container_cpu_usage_seconds_total{${ofPods}, container!=""}[$__rate_interval])) / ${limitOf('cpu')}`,
        'processor',
        'B',
      ),
      range(`sum(container_memory_working_set_bytes{${ofPods}, container!=""}) / ${limitOf('memory')}`, 'memory', 'C'),
    ],
  }),
];

const changes = [
  states({
    id: 22,
    title: 'How did sync and health change?',
    size: [24, 5],
    description: 'What the operator said over time. Where nobody watched, it says so.',
    targets: [ask('sync_timeline', here)],
    noValue: 'The application was not there in this time',
  }),
  table({
    id: 21,
    title: 'What was committed?',
    size: [24, 8],
    timeFrom: '7d',
    description:
      'The newest commits that touch the application, where each is deployed since when, and where it waits. ' +
      'Seven days, unless the time range is a fixed one.',
    targets: [ask('commits', { ...here, limit: 50 })],
    columns: commits,
    defaults: { noValue: 'No commit touches the application in this time' },
  }),
  table({
    id: 23,
    title: 'Which commits wait?',
    size: [10, 8],
    description: 'Commits that are merged and not deployed, the oldest first. Red ones wait longer than the budget of the environment.',
    targets: [ask('pending_commits', { ...here, limit: 50 })],
    columns: { ...some(pending, 'merged', 'author', 'short_sha', 'age', 'over_budget'), subject: named('Commit', 230) },
    defaults: { noValue: 'None: all that is merged is deployed, or nobody can say (see the notice)' },
  }),
  table({
    id: 24,
    title: 'What was deployed?',
    size: [14, 8],
    timeFrom: '7d',
    description:
      'Deployments and failed attempts at one, with the commits that they brought. Seven days, unless the time range is a fixed one.',
    targets: [ask('deployments', { ...here, outcome: 'all', limit: 50 })],
    columns: some(deployments, 'time', 'outcome', 'short_revision', 'subjects', 'authors', 'duration'),
    defaults: { noValue: 'Nothing was deployed in this time' },
  }),
];

const details = [
  table({
    id: 31,
    title: 'What does the operator say in each cluster?',
    size: [24, 6],
    description: 'The application as each chosen cluster has it.',
    targets: [ask('sync_status', here)],
    columns: withoutApplication(applications),
    defaults: { noValue: 'No such application here' },
  }),
  table({
    id: 32,
    title: 'Which syncs were tried?',
    size: [24, 8],
    timeFrom: '7d',
    description: 'Every attempt of the operator, also failed, partial and self-healed ones.',
    targets: [ask('sync_events', { ...here, limit: 100 })],
    columns: withoutApplication(attempts),
    defaults: { noValue: 'Nothing was synced in this time' },
  }),
  lines({
    id: graphs.traffic,
    title: 'How many requests come?',
    size: [12, 8],
    unit: 'reqps',
    noValue: noSeries,
    description: 'Requests that the application answered, by status.',
    targets: [range(`sum by (\${code}) (rate(\${latency}_count{${series}}[$__rate_interval]))`, '{{${code}}}')],
    stacked: true,
  }),
  words({
    id: 34,
    title: 'Are the graphs empty?',
    size: [12, 8],
    description: 'How to make the graphs fit your metrics.',
    content:
      'The graphs look for a histogram of request durations by the labels under **Series**. Choose the labels and the metric that ' +
      'your Prometheus has, or change the variables `labels`, `latency` and `code` in the settings of the dashboard: ' +
      'their values are plain PromQL, with `$application`, `$environment`, `$cluster` and `$namespace` in it.\n\n' +
      'Deployments, commits and states come from the companion and need no metrics.',
  }),
];

/** Which application it is, the dashboard says. */
function withoutApplication({ application: _, ...columns }) {
  return columns;
}

export default dashboard({
  uid: 'gitops-application',
  title: 'Application',
  description: 'One application: latency, errors and saturation beside its deployments, commits and states.',
  from: 'now-3h',
  variables,
  annotations,
  rows: [
    row(1, 'Application health and deployment status', health),
    row(20, 'Recent commits and sync timeline', changes),
    row(30, 'Details', details, true),
  ],
});
