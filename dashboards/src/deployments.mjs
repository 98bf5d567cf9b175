// How often, how fast and how well changes get into each environment.

import { ask, dashboard, panel, row } from './grafana.mjs';
import { bars, groupBy, table, values } from './panels.mjs';
import { fixed, none, seconds } from './looks.mjs';
import { toFleet } from './links.mjs';
import { attempts, belongs, deployments, named } from './tables.mjs';
import { applications, cluster, environment, filters, gitopsSource, operator } from './variables.mjs';

const chosen = filters('cluster', 'environment', 'operator', 'application');

/** More than a year of a busy fleet; a notice says when there are more. */
const most = 5_000;

const deployed = (outcome, refId) => ask('deployments', { ...chosen, outcome, limit: most }, refId);

const nothing = 'Nothing was deployed in this time';

const figure = (id, title, description, outcome, column, calc, defaults) =>
  values({
    id,
    title,
    size: [6, 4],
    description,
    calc,
    targets: [deployed(outcome)],
    columns: { [column]: title },
    defaults,
  });

const overview = [
  figure(2, 'How many deployments?', 'Syncs that changed the deployed revision.', 'succeeded', 'id', 'count', {
    noValue: nothing,
    unit: 'short',
    color: fixed('text'),
  }),
  figure(3, 'How many failed?', 'Attempts at a new revision that failed.', 'failed', 'id', 'count', {
    noValue: 'None',
    unit: 'short',
    thresholds: none,
  }),
  figure(
    4,
    'How long from commit to deployment?',
    'Median lead time: from the oldest commit that a deployment brought to its end.',
    'succeeded',
    'lead_time',
    'median',
    { noValue: 'Not known', unit: seconds, color: fixed('text') },
  ),
  figure(5, 'How long does a sync take?', 'Median from start to end of the syncs that deployed.', 'succeeded', 'duration', 'median', {
    noValue: 'Not known',
    unit: seconds,
    color: fixed('text'),
  }),
];

const day = 'time';

const frequency = [
  panel({
    id: 10,
    type: 'barchart',
    title: 'How often is each environment deployed to?',
    size: [14, 9],
    description: 'Deployments of each day, by environment. Days are those of the browser.',
    targets: [deployed('succeeded')],
    transformations: [
      { id: 'sortBy', options: { fields: {}, sort: [{ field: day, desc: false }] } },
      { id: 'formatTime', options: { timeField: day, outputFormat: 'YYYY-MM-DD', useTimezone: true } },
      groupBy([day, 'environment'], { id: ['count'] }),
      { id: 'groupingToMatrix', options: { columnField: 'environment', rowField: day, valueField: 'id (count)', emptyValue: 'zero' } },
    ],
    defaults: {
      noValue: nothing,
      unit: 'short',
      decimals: 0,
      min: 0,
      color: { mode: 'palette-classic' },
      custom: { fillOpacity: 70, lineWidth: 1 },
    },
    options: {
      xField: `${day}\\environment`,
      orientation: 'auto',
      stacking: 'normal',
      showValue: 'never',
      barWidth: 0.9,
      groupWidth: 0.7,
      fullHighlight: false,
      xTickLabelMaxLength: 10,
      xTickLabelRotation: 0,
      xTickLabelSpacing: 100,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  }),
  bars({
    id: 11,
    title: 'What kind of changes?',
    size: [10, 9],
    noValue: nothing,
    description: 'Deployments by the change types of their commits (Conventional Commits), the commonest first.',
    targets: [deployed('succeeded')],
    transformations: [
      groupBy(['change_types'], { id: ['count'] }),
      { id: 'sortBy', options: { fields: {}, sort: [{ field: 'id (count)', desc: true }] } },
    ],
  }),
  table({
    id: 12,
    title: 'How fast is each environment?',
    size: [14, 8],
    description: 'Deployments, lead time and duration by environment.',
    targets: [deployed('succeeded')],
    transformations: [groupBy(['environment'], { id: ['count'], lead_time: ['median', 'p95'], duration: ['median', 'p95'] })],
    columns: {
      environment: belongs(140, { links: toFleet('environment') }),
      'id (count)': named('Deployments'),
      'lead_time (median)': named('Lead time, median', 0, { unit: seconds }),
      'lead_time (p95)': named('Lead time, 95 of 100', 0, { unit: seconds }),
      'duration (median)': named('Sync, median', 0, { unit: seconds }),
      'duration (p95)': named('Sync, 95 of 100', 0, { unit: seconds }),
    },
    defaults: { noValue: nothing },
  }),
  bars({
    id: 13,
    title: 'How do attempts end?',
    size: [10, 8],
    noValue: 'Nothing was synced in this time',
    description: 'Every attempt of an operator by how it ended, also those that deployed nothing new.',
    targets: [ask('sync_events', { ...chosen, limit: most })],
    transformations: [groupBy(['phase'], { id: ['count'] })],
  }),
];

const spread = (id, title, description, column) =>
  panel({
    id,
    type: 'histogram',
    title,
    size: [12, 8],
    description,
    targets: [deployed('succeeded')],
    transformations: [{ id: 'filterFieldsByName', options: { include: { names: [column] } } }],
    defaults: { noValue: nothing, unit: seconds, color: fixed('blue'), custom: { fillOpacity: 70, lineWidth: 1 } },
    options: {
      bucketCount: 30,
      combine: false,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
  });

const ledger = [
  table({
    id: 20,
    title: 'What was deployed?',
    size: [24, 11],
    description: 'Deployments and failed attempts at one, the newest first, with the commits that they brought.',
    targets: [ask('deployments', { ...chosen, outcome: 'all', limit: 500 })],
    columns: deployments,
    defaults: { noValue: nothing },
  }),
  table({
    id: 21,
    title: 'Which syncs were tried?',
    size: [24, 11],
    description: 'The ledger: every attempt, also failed, partial and self-healed ones.',
    targets: [ask('sync_events', { ...chosen, limit: 500 })],
    columns: attempts,
    defaults: { noValue: 'Nothing was synced in this time' },
  }),
];

const more = [
  spread(31, 'How do lead times spread?', 'From the oldest commit that a deployment brought to its end.', 'lead_time'),
  spread(32, 'How do durations spread?', 'From start to end of the syncs that deployed.', 'duration'),
  panel({
    id: 33,
    type: 'logs',
    title: 'What happened, line by line?',
    size: [24, 12],
    description: 'The ledger as a log.',
    targets: [ask('sync_events', { ...chosen, format: 'logs', limit: 500 })],
    options: {
      showTime: true,
      wrapLogMessage: true,
      enableLogDetails: true,
      sortOrder: 'Descending',
      dedupStrategy: 'none',
      prettifyLogMessage: false,
      showLabels: false,
      showCommonLabels: false,
      showLogContextToggle: false,
    },
  }),
];

export default dashboard({
  uid: 'gitops-deployments',
  title: 'Deployments',
  description: 'How often, how fast and how well changes get into each environment, and the ledger of every sync.',
  from: 'now-14d',
  variables: [gitopsSource, cluster, environment, operator, applications],
  rows: [row(1, 'How often and how fast', [...overview, ...frequency]), row(19, 'The ledger', ledger), row(30, 'More', more, true)],
});
