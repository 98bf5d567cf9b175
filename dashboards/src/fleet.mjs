// Every application of every cluster at once: what is wrong, where, since when.

import { ask, dashboard, row } from './grafana.mjs';
import { groupBy, states, sums, table, values } from './panels.mjs';
import { few, fixed, none } from './looks.mjs';
import { toFleet } from './links.mjs';
import { alarm, applications, belongs, components, deployments, moment, named, pending, some } from './tables.mjs';
import { cluster, environment, filters, gitopsSource, operator, project, search } from './variables.mjs';

const chosen = filters('cluster', 'environment', 'operator', 'project');
const narrowed = { ...chosen, search: '$search' };

const broken = { degraded: 'Degraded', missing: 'Missing', failed: 'Last sync failed', over_budget: 'Over budget' };
const doubtful = { out_of_sync: 'Out of sync', stale: 'Stale verdict', sync_delay_unknown: 'Nobody can say', suspended: 'Suspended' };

const counts = [
  values({
    id: 2,
    title: 'How many applications?',
    size: [4, 4],
    calc: 'count',
    description: 'Applications of Argo CD and Flux with these filters.',
    targets: [ask('sync_health', { ...narrowed, values: ['needs_attention'] })],
    defaults: { noValue: 'None with these filters', color: fixed('text'), displayName: 'Applications' },
  }),
  values({
    id: 3,
    title: 'How many need somebody?',
    size: [4, 4],
    calc: 'sum',
    colour: 'background',
    description:
      'Applications that are degraded, missing, over budget or stale, or whose last sync failed. Out of sync alone is on its way.',
    targets: [ask('sync_health', { ...narrowed, values: ['needs_attention'] })],
    defaults: { noValue: 'None with these filters', thresholds: none, displayName: 'Need somebody' },
  }),
  sums({
    id: 4,
    title: 'What is broken?',
    size: [8, 4],
    named: broken,
    thresholds: none,
    filters: narrowed,
    description: 'Applications with each trouble; one may have several.',
  }),
  sums({
    id: 5,
    title: 'What needs a look?',
    size: [8, 4],
    named: doubtful,
    thresholds: few,
    filters: narrowed,
    description: 'Out of sync alone is on its way. "Nobody can say": it is not known which commits wait.',
  }),
];

const worst = [
  table({
    id: 10,
    title: 'Which applications are worst?',
    size: [24, 13],
    description: "Degraded first, then failed, out of sync, over budget, stale. The name leads to the application's dashboard.",
    targets: [ask('sync_status', { ...narrowed, limit: 500, live: true })],
    columns: applications,
    defaults: { noValue: 'No applications with these filters' },
  }),
];

const sum = (name) => `${name} (sum)`;

const places = [
  table({
    id: 20,
    title: 'How does each environment do?',
    size: [12, 8],
    description: 'Applications and their troubles by environment and cluster.',
    targets: [ask('sync_health', narrowed)],
    transformations: [
      groupBy(['environment', 'cluster'], {
        application: ['count'],
        needs_attention: ['sum'],
        degraded: ['sum'],
        failed: ['sum'],
        out_of_sync: ['sum'],
        over_budget: ['sum'],
        stale: ['sum'],
      }),
    ],
    columns: {
      environment: belongs(120, { links: toFleet('environment') }),
      cluster: named('Cluster', 140, { links: toFleet('cluster') }),
      'application (count)': named('Applications'),
      [sum('needs_attention')]: named('Need somebody', 0, alarm(none)),
      [sum('degraded')]: named('Degraded', 0, alarm(none)),
      [sum('failed')]: named('Failed', 0, alarm(none)),
      [sum('out_of_sync')]: named('Out of sync', 0, alarm(few)),
      [sum('over_budget')]: named('Over budget', 0, alarm(none)),
      [sum('stale')]: named('Stale', 0, alarm(few)),
    },
    defaults: { noValue: 'No applications with these filters' },
  }),
  table({
    id: 21,
    title: 'What failed to deploy?',
    size: [12, 8],
    description: 'Attempts at a new revision that failed, the newest first.',
    targets: [ask('deployments', { ...chosen, outcome: 'failed', limit: 50 })],
    columns: { ...some(deployments, 'time', 'application', 'environment', 'short_revision', 'authors'), message: named('Message') },
    defaults: { noValue: 'Nothing failed in this time' },
  }),
  table({
    id: 22,
    title: 'Which commits wait the longest?',
    size: [24, 9],
    description: 'Commits that are merged and not deployed, the oldest first. Red ones wait longer than the budget of their environment.',
    targets: [ask('pending_commits', { ...chosen, limit: 100 })],
    columns: pending,
    defaults: { noValue: 'None: all that is merged is deployed, or nobody can say (see the notice)' },
  }),
];

const time = [
  states({
    id: 30,
    title: 'Which applications changed?',
    size: [24, 14],
    description: 'Health over time of the applications that are not well, and of others up to forty. Where nobody watched, it says so.',
    targets: [ask('sync_timeline', { ...narrowed, dimension: 'health', limit: 40 })],
    noValue: 'No applications with these filters',
  }),
];

const ourselves = [
  table({
    id: 40,
    title: 'Do the operators work, and do we see them?',
    size: [24, 9],
    description: 'Workloads of Argo CD and Flux, and our watching of their objects: what fails comes first in each cluster.',
    targets: [ask('operators', filters('cluster', 'operator'))],
    columns: components,
    defaults: { noValue: 'No cluster has been read yet' },
  }),
  table({
    id: 41,
    title: 'Are the repositories fetched?',
    size: [24, 7],
    description: 'Each repository that the companion indexes, with its last fetch and what went wrong.',
    targets: [ask('repositories')],
    columns: {
      name: named('Repository', 200),
      error: named('What is wrong', 320),
      lag_seconds: named('Last fetched', 110),
      commits: named('Commits', 90),
      branches: named('Branches', 90),
      newest_commit: moment('Newest commit'),
      default_branch: named('Default branch', 130),
      notice: named('Notice', 260),
      url: named('Address', 300),
    },
    defaults: { noValue: 'No repositories are configured' },
  }),
];

export default dashboard({
  uid: 'gitops-fleet',
  title: 'Fleet',
  description: 'Every application of every cluster: what is out of sync, degraded, over budget or stale, the worst first.',
  from: 'now-6h',
  variables: [gitopsSource, cluster, environment, operator, project, search],
  rows: [
    row(1, 'What needs somebody', [...counts, ...worst]),
    row(19, 'Where', places),
    row(29, 'When', time, true),
    row(39, 'Operators and repositories', ourselves, true),
  ],
});
