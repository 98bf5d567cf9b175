// Columns that tables of several dashboards show alike.

import { ago } from './looks.mjs';
import { toApplication } from './links.mjs';

/** A column that leads to its application's dashboard. */
export const application = { displayName: 'Application', links: toApplication, 'custom.width': 150 };

export const named = (displayName, width, more = {}) => ({ displayName, ...(width && { 'custom.width': width }), ...more });

/** Where an application belongs. Filters and links call it `none` where nothing says so. */
export const belongs = (width = 110, more = {}) => named('Environment', width, { noValue: 'none', ...more });

export const moment = (displayName) => named(displayName, 115, { unit: ago });

/** A number in the colour of its threshold. */
export const alarm = (thresholds) => ({ thresholds, color: { mode: 'thresholds' }, 'custom.cellOptions': { type: 'color-text' } });

/** Some of a table's columns. */
export const some = (columns, ...names) => Object.fromEntries(names.map((name) => [name, columns[name]]));

/** Commits: what, by whom, where they are. */
export const commits = {
  time: moment('When'),
  subject: named('Commit', 300),
  author: named('By', 80),
  type: named('Type', 70),
  scope: named('Scope', 90),
  short_sha: named('Revision', 90),
  pull_request: named('Request', 75),
  deployed_to: named('Deployed to', 235),
  pending: named('Waits for'),
};

/** Commits that wait. */
export const pending = {
  merged: moment('Merged'),
  environment: belongs(),
  application,
  subject: named('Commit', 330),
  author: named('By', 90),
  type: named('Type', 70),
  short_sha: named('Revision', 90),
  pull_request: named('Request', 80),
  age: named('Waits', 90),
  budget: named('May wait', 90),
  over_budget: named('Over budget', 100),
};

/** Deployments: when, what, how fast. */
export const deployments = {
  time: moment('When'),
  application,
  environment: belongs(),
  outcome: named('Outcome', 90),
  kind: named('Kind', 80),
  short_revision: named('Revision', 90),
  short_previous_revision: named('Before', 90),
  commits: named('Commits', 80),
  subjects: named('What', 330),
  authors: named('By', 110),
  change_types: named('Types', 90),
  lead_time: named('Lead time', 90),
  duration: named('Took', 80),
};

/** The ledger. */
export const attempts = {
  started: moment('Began'),
  application,
  environment: belongs(),
  phase: named('Ended', 100),
  kind: named('Kind', 110),
  short_revision: named('Revision', 90),
  initiator: named('Begun by', 100),
  automated: named('By itself', 80),
  duration: named('Took', 80),
  resources_changed: named('Changed', 80),
  resources_failed: named('Failed', 70),
  message: named('Message'),
};

/** Applications now. */
export const applications = {
  environment: belongs(),
  application,
  sync: named('Sync', 90),
  health: named('Health', 100),
  desired_short: named('Should run', 100),
  deployed_short: named('Runs', 100),
  commits_behind: named('Behind', 70),
  sync_delay: named('Waits', 90),
  budget: named('May wait', 90),
  over_budget: named('Over budget', 100),
  last_sync: named('Last sync', 100),
  last_deployment: moment('Deployed'),
  stale: named('Stale', 70),
  suspended: named('Suspended', 90),
  message: named('Message', 320),
  cluster: named('Cluster', 130),
};

/** The operators and our own watching of them. */
export const components = {
  cluster: named('Cluster', 130),
  kind: named('Kind', 110),
  name: named('Name', 260),
  component: named('Part', 160),
  state: named('State', 110),
  ready: named('Ready', 70),
  desired: named('Wanted', 70),
  version: named('Version', 90),
  since: moment('Since'),
  message: named('What is wrong', 360),
};
