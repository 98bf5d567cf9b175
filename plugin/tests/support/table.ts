import { QueryDescription, QueryParameter } from '../../src/queryDescription';

const list = (name: string, option: string, narrowedBy: string[]): QueryParameter => ({
  name,
  option,
  kind: 'list',
  help: `Names of ${name}`,
  resource: name,
  narrowedBy,
});

const excludable = (...parameter: Parameters<typeof list>) => ({ ...list(...parameter), canExclude: true });

const common: QueryParameter[] = [
  excludable('clusters', 'cluster', ['environment', 'application']),
  excludable('environments', 'environment', ['cluster', 'application']),
  excludable('applications', 'application', ['cluster', 'environment']),
  { name: 'search', option: 'search', kind: 'text', help: 'A text to look for', resource: null },
  { name: 'limit', option: 'limit', kind: 'count', help: 'The most rows', resource: null },
];

const query = (name: string, help: string, parameters: QueryParameter[]): QueryDescription => ({
  name,
  help,
  hasTimeRange: true,
  parameters,
});

/** Queries as a companion describes them; small, so that a test shows what it is about. */
export const table: QueryDescription[] = [
  query('sync_status', 'Every application now', common),
  query('sync_health', 'The same as numbers', common),
  query('sync_events', 'Every sync attempt', [
    ...common,
    {
      name: 'phases',
      option: 'phase',
      kind: 'list',
      help: 'How it ended',
      resource: null,
      choices: ['failed', 'succeeded'],
    },
    {
      name: 'format',
      option: 'format',
      kind: 'text',
      help: 'Rows or lines',
      resource: null,
      choices: ['table', 'logs'],
    },
  ]),
  query('deployments', 'Deployments', common),
  query('deployment_annotations', 'Deployments as annotations', common),
  query('commits', 'Commits', [
    list('repositories', 'repository', []),
    list('branches', 'branch', ['repository']),
    { name: 'paths', option: 'path', kind: 'list', help: 'Folders or files', resource: null },
    { name: 'search', option: 'search', kind: 'text', help: 'A text to look for', resource: null },
  ]),
];
