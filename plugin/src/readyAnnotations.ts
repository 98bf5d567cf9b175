import { AnnotationEventFieldSource, AnnotationQuery } from '@grafana/data';
import { t } from '@grafana/i18n';
import { findQuery } from './queryTable';
import { QueryDescription } from './queryDescription';
import { GitOpsQuery } from './types';

export interface ReadyAnnotation {
  name: string;
  query: Partial<GitOpsQuery>;
  /** Which columns are title, text and tags, where their names do not say so. */
  mappings?: AnnotationQuery['mappings'];
}

/** Annotations that are ready to use, as far as the companion can answer them. */
export function readyAnnotations(table: QueryDescription[]): ReadyAnnotation[] {
  const all: ReadyAnnotation[] = [
    { name: t('annotations.deployments', 'Deployments'), query: { queryType: 'deployment_annotations' } },
    {
      name: t('annotations.production', 'Deployments to production'),
      query: { queryType: 'deployment_annotations', environments: ['production'] },
    },
    {
      name: t('annotations.failed', 'Failed deployments'),
      query: { queryType: 'deployment_annotations', outcome: 'failed' },
    },
    {
      name: t('annotations.commits', 'Commits'),
      query: { queryType: 'commits' },
      mappings: {
        id: column('sha'),
        title: column('subject'),
        text: column('author'),
        tags: column('type'),
      },
    },
  ];
  return all.filter(({ query }) => findQuery(table, query.queryType));
}

function column(value: string) {
  return { source: AnnotationEventFieldSource.Field, value };
}
