// Alert rules as Grafana provisions them.
//
// The condition asks for numbers whose labels name an application, and nothing else: a label that changed while an alert fires would end it
// and begin another. What a person wants to know beside it comes from a second query, Details, whose labels hold those of the condition:
// Grafana finds the right row by that.

const every = '1m';

/** Names that Grafana gives data sources when it makes them out of provisioning/datasources. */
const companion = 'gitops';
const prometheus = 'prometheus';

const query = (refId, datasourceUid, model, queryType) => ({
  refId,
  ...(queryType && { queryType }),
  relativeTimeRange: { from: 600, to: 0 },
  datasourceUid,
  model: { refId, ...model },
});

const ask = (refId, queryType, fields) => query(refId, companion, { queryType, ...fields }, queryType);
const measure = (expr) => query('Value', prometheus, { expr, instant: true, range: false, editorMode: 'code' });

const above = (threshold) =>
  query('Condition', '__expr__', {
    type: 'threshold',
    expression: 'Value',
    conditions: [{ evaluator: { type: 'gt', params: [threshold] } }],
  });

const below = (threshold) =>
  query('Condition', '__expr__', {
    type: 'threshold',
    expression: 'Value',
    conditions: [{ evaluator: { type: 'lt', params: [threshold] } }],
  });

const math = (expression) => query('Condition', '__expr__', { type: 'math', expression });

const where = '{{ $labels.application }}{{ with $labels.environment }} in {{ . }}{{ end }} ({{ $labels.cluster }})';
const detail = (label) => `{{ with $values.Details.Labels.${label} }}{{ . }}{{ end }}`;

/** Where the story goes on. Grafana's own address ends with a slash. Dashboards call the lack of an environment none. */
const dashboardOf =
  '{{ externalURL }}d/gitops-application?var-cluster={{ $labels.cluster | urlquery }}' +
  '&var-environment={{ with $labels.environment }}{{ . | urlquery }}{{ else }}none{{ end }}' +
  '&var-application={{ $labels.application | urlquery }}';

const facts = {
  revision: detail('deployed'),
  desired: detail('desired'),
  commit: detail('commit'),
  author: detail('author'),
  subject: detail('subject'),
  commit_url: detail('commit_url'),
  application_url: detail('application_url'),
  dashboard_url: dashboardOf,
  message: detail('message'),
};

/** A rule. Where the companion cannot be asked, one rule says so; the others keep what they know. */
const rule = ({ uid, title, wait, severity, summary, description, data, panel = ['gitops-fleet', 10], annotations, ...more }) => ({
  uid,
  title,
  condition: 'Condition',
  for: wait,
  noDataState: 'OK',
  execErrState: 'KeepLast',
  dashboardUid: panel[0],
  panelId: panel[1],
  labels: { severity, source: 'gitops' },
  annotations: { summary, description, ...annotations },
  data,
  ...more,
});

/** A rule about applications: `value` is one of the numbers of sync_health. */
const state = ({ value, threshold = 0, details = 'sync_health', environments, ...more }) =>
  rule({
    ...more,
    annotations: facts,
    data: [
      ask('Value', 'sync_health', { values: [value], ...(environments && { environments }) }),
      ask('Details', details, {
        labels: 'detail',
        values: [details === 'sync_health' ? value : 'pending_commits'],
        ...(environments && { environments }),
      }),
      above(threshold),
    ],
  });

const said = '{{ with $values.Details.Labels.message }}The operator says: {{ . }}{{ end }}';
const runs =
  'It runs {{ with $values.Details.Labels.deployed }}{{ . }}{{ else }}an unknown revision{{ end }} and should run ' +
  '{{ with $values.Details.Labels.desired }}{{ . }}{{ else }}an unknown one{{ end }}' +
  '{{ with $values.Details.Labels.subject }}: "{{ . }}" by {{ $values.Details.Labels.author }}{{ end }}.';

const overBudget = (environment, minutes, severity) =>
  state({
    uid: `gitops-over-budget-${environment}`,
    title: `Over budget in ${environment} (${minutes} min unless configured)`,
    wait: '0s',
    severity,
    value: 'over_budget',
    details: 'pending_commits',
    environments: [environment],
    panel: ['gitops-fleet', 22],
    summary: `${where} is over budget`,
    description:
      '{{ with $values.Details }}{{ . }} waiting, the oldest longer than the budget: {{ .Labels.commit }} "{{ .Labels.subject }}" by ' +
      '{{ .Labels.author }}. {{ end }}Sync it, or find out why its operator does not.',
  });

const applications = [
  state({
    uid: 'gitops-degraded-production',
    title: 'Application degraded in production',
    wait: '2m',
    severity: 'critical',
    value: 'degraded',
    environments: ['production'],
    summary: `${where} is degraded`,
    description: `${runs} ${said}`,
  }),
  state({
    uid: 'gitops-degraded',
    title: 'Application degraded outside production',
    wait: '15m',
    severity: 'warning',
    value: 'degraded',
    environments: ['!production'],
    summary: `${where} is degraded`,
    description: `${runs} ${said}`,
  }),
  state({
    uid: 'gitops-sync-failed',
    title: 'Sync failed',
    wait: '0s',
    severity: 'warning',
    value: 'failed',
    panel: ['gitops-fleet', 21],
    summary: `The last sync of ${where} failed`,
    description: `${runs} ${said}`,
  }),
  state({
    uid: 'gitops-out-of-sync',
    title: 'Application out of sync',
    wait: '30m',
    severity: 'warning',
    value: 'out_of_sync',
    summary: `${where} is out of sync`,
    description: `${runs} Either a commit waits, or somebody changed the cluster by hand. ${said}`,
  }),
  overBudget('development', 5, 'info'),
  overBudget('staging', 15, 'warning'),
  overBudget('production', 30, 'warning'),
  state({
    uid: 'gitops-stale',
    title: 'Stale verdict',
    wait: '5m',
    severity: 'warning',
    value: 'stale',
    summary: `Nobody has looked at ${where} for long`,
    description: 'The operator missed three of its own looks: what it says may no longer be true. Look at its queues and its pods.',
  }),
];

const component = '{{ $labels.kind }} {{ $labels.name }}{{ with $labels.namespace }} of {{ . }}{{ end }} ({{ $labels.cluster }})';
const ofComponent = {
  version: detail('version'),
  state: detail('state'),
  message: detail('message'),
  dashboard_url:
    '{{ externalURL }}d/{{ if eq $labels.operator "flux" }}gitops-flux{{ else }}gitops-argocd{{ end }}?var-cluster={{ $labels.cluster | urlquery }}',
};

const operators = [
  rule({
    uid: 'gitops-operator-not-ready',
    title: 'Operator not ready',
    wait: '5m',
    severity: 'critical',
    panel: ['gitops-fleet', 40],
    summary: `${component} is not ready`,
    description: `Nothing may be deployed until it is. ${detail('message')}`,
    annotations: ofComponent,
    data: [
      ask('Value', 'operators', { values: ['failing'] }),
      ask('Watch', 'operators', { values: ['watch_failing'] }),
      ask('Details', 'operators', { values: ['failing'], labels: 'detail' }),
      math('$Value > $Watch'),
    ],
  }),
  rule({
    uid: 'gitops-watch-failing',
    title: 'Cluster cannot be watched',
    wait: '5m',
    severity: 'warning',
    panel: ['gitops-fleet', 40],
    summary: `{{ $labels.name }} of {{ $labels.cluster }} cannot be watched`,
    description: `What dashboards show of it grows old. ${detail('message')}`,
    annotations: ofComponent,
    data: [
      ask('Value', 'operators', { values: ['watch_failing'] }),
      ask('Details', 'operators', { values: ['watch_failing'], labels: 'detail' }),
      above(0),
    ],
  }),
  rule({
    uid: 'gitops-repository-not-fetched',
    title: 'Repository not fetched',
    wait: '10m',
    severity: 'warning',
    panel: ['gitops-fleet', 41],
    summary: 'The repository {{ $labels.name }} cannot be fetched',
    description: `New commits are not seen. ${detail('error')}`,
    annotations: { repository: detail('url'), message: detail('error') },
    data: [
      ask('Value', 'repositories', { values: ['failing'] }),
      ask('Details', 'repositories', { values: ['failing'], labels: 'detail' }),
      above(0),
    ],
  }),
  rule({
    uid: 'gitops-companion-silent',
    title: 'Companion does not answer',
    wait: '2m',
    severity: 'critical',
    execErrState: 'Alerting',
    panel: ['gitops-fleet', 40],
    summary: 'The companion does not answer Grafana',
    description:
      'Dashboards and alert rules of GitOps know nothing new. See "Save & test" of the data source, and the log of the companion.',
    data: [ask('Value', 'repositories', { values: ['failing'] }), above(1)],
  }),
  rule({
    uid: 'gitops-companion-down',
    title: 'Companion down',
    wait: '2m',
    severity: 'critical',
    panel: ['gitops-fleet', 40],
    summary: 'Prometheus cannot scrape the companion {{ $labels.instance }}',
    description: 'Nothing is recorded while it is down: changes of that time will have bounds instead of moments.',
    data: [measure('up{job="gitops-companion"}'), below(1)],
  }),
  rule({
    uid: 'gitops-nobody-collects',
    title: 'Nobody collects',
    wait: '2m',
    severity: 'critical',
    panel: ['gitops-fleet', 40],
    summary: 'None of the replicas of the companion collects',
    description:
      'They answer with what was stored, which grows old. The log of each replica says why it does not lead; often it cannot reach the database.',
    data: [measure('max by (cluster, namespace, service) (gitops_leader{job="gitops-companion"})'), below(1)],
  }),
];

const queues =
  'app_reconciliation_queue|app_operation_processing_queue|kustomization|helmrelease|gitrepository|ocirepository|helmrepository|helmchart|bucket';
const controllers = 'kustomization|helmrelease|gitrepository|ocirepository|helmrepository|helmchart|bucket';

const metrics = [
  rule({
    uid: 'gitops-queue-backlog',
    title: 'Queue backlog',
    wait: '10m',
    severity: 'warning',
    panel: ['gitops-argocd', 10],
    summary: 'The queue {{ $labels.name }} of {{ $labels.cluster }} holds {{ $values.Value }} items',
    description: 'The controller falls behind: syncs come late. Look at its processor limit, its number of workers and slow git requests.',
    data: [measure(`max by (cluster, name) (workqueue_depth{name=~"${queues}"})`), above(10)],
  }),
  rule({
    uid: 'gitops-failed-syncs',
    title: 'Failed syncs',
    wait: '0s',
    severity: 'warning',
    panel: ['gitops-argocd', 20],
    summary: '{{ $values.Value }} syncs of {{ $labels.name }} ended as {{ $labels.phase }} in ten minutes ({{ $labels.cluster }})',
    description: 'What Argo CD itself counts. The ledger says why: the dashboard Deployments, "Which syncs were tried?".',
    data: [
      measure(
        'sum by (cluster, namespace, name, project, phase) (increase(argocd_app_sync_total{phase=~"Error|Failed", dry_run!="true"}[10m]))',
      ),
      above(0),
    ],
  }),
  rule({
    uid: 'gitops-reconcile-errors',
    title: 'Reconcile errors',
    wait: '10m',
    severity: 'warning',
    panel: ['gitops-flux', 20],
    summary:
      '{{ $values.Value.Value | humanizePercentage }} of the reconciliations of {{ $labels.controller }} in {{ $labels.cluster }} fail',
    description: 'A Flux controller cannot bring objects to what git says. Its log and the dashboard Flux name them.',
    data: [
      measure(
        `sum by (cluster, controller) (rate(controller_runtime_reconcile_total{controller=~"${controllers}", result="error"}[15m]))` +
          ` / sum by (cluster, controller) (rate(controller_runtime_reconcile_total{controller=~"${controllers}"}[15m]))`,
      ),
      above(0.1),
    ],
  }),
  rule({
    uid: 'gitops-git-errors',
    title: 'Git requests fail',
    wait: '10m',
    severity: 'warning',
    panel: ['gitops-argocd', 30],
    summary: 'Argo CD cannot read {{ $labels.repo }} ({{ $labels.cluster }})',
    description: 'New commits are not deployed. Look at the credentials of the repository and at the log of the repo server.',
    data: [
      measure(
        'sum by (cluster, repo) (increase(argocd_git_fetch_fail_total[10m])) > 0 or ' +
          'sum by (cluster, repo) (increase(argocd_git_lsremote_fail_total[10m])) > 0',
      ),
      above(0),
    ],
  }),
];

const group = (name, rules) => ({ orgId: 1, name, folder: 'GitOps', interval: every, rules });

export default {
  apiVersion: 1,
  groups: [group('Applications', applications), group('Operators and companion', operators), group('Metrics of the operators', metrics)],
};
