import { t } from '@grafana/i18n';
import { findQuery } from './queryTable';
import { QueryDescription } from './queryDescription';
import { GitOpsQuery } from './types';

export interface QuickStart {
  title: string;
  description: string;
  query: Partial<GitOpsQuery>;
}

/** Questions to begin with in Explore, as far as the companion can answer them. */
export function quickStarts(table: QueryDescription[]): QuickStart[] {
  const all: QuickStart[] = [
    {
      title: t('quick-starts.sync-status.title', 'What runs where, and is it what git says?'),
      description: t('quick-starts.sync-status.description', 'Every application now, the worst first.'),
      query: { queryType: 'sync_status' },
    },
    {
      title: t('quick-starts.deployments.title', 'What was deployed?'),
      description: t('quick-starts.deployments.description', 'Deployments with their commits, authors and lead time.'),
      query: { queryType: 'deployments' },
    },
    {
      title: t('quick-starts.pending-commits.title', 'What is merged and not yet deployed?'),
      description: t(
        'quick-starts.pending-commits.description',
        'Commits that wait, with their age against the budget.'
      ),
      query: { queryType: 'pending_commits' },
    },
    {
      title: t('quick-starts.sync-events.title', 'What did the operators do?'),
      description: t(
        'quick-starts.sync-events.description',
        'Every sync attempt as log lines, also those that failed.'
      ),
      query: { queryType: 'sync_events', format: 'logs' },
    },
    {
      title: t('quick-starts.topology.title', 'What hangs together?'),
      description: t('quick-starts.topology.description', 'Repositories, applications and resources as a node graph.'),
      query: { queryType: 'topology' },
    },
    {
      title: t('quick-starts.commits.title', 'What was changed?'),
      description: t('quick-starts.commits.description', 'Commits with author, type, scope and issue keys.'),
      query: { queryType: 'commits' },
    },
    {
      title: t('quick-starts.repositories.title', 'Are the repositories up to date?'),
      description: t('quick-starts.repositories.description', 'The last fetch of each, its lag and its errors.'),
      query: { queryType: 'repositories' },
    },
  ];
  return all.filter(({ query }) => findQuery(table, query.queryType));
}
