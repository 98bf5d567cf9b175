import { AnnotationQuery, AnnotationSupport } from '@grafana/data';
import { Companion } from './companion';
import { AnnotationEditor } from './components/AnnotationEditor';
import { annotationBeginning } from './defaults';
import { migrateQuery } from './migrations';
import { GitOpsQuery } from './types';

/** Annotations are ordinary queries whose frames have Grafana's columns for them, or are mapped to those. */
export function annotationSupport(datasource: Companion): AnnotationSupport<GitOpsQuery> {
  return {
    QueryEditor: AnnotationEditor,
    getDefaultQuery: () => annotationBeginning(datasource.table),
    prepareAnnotation: (saved: AnnotationQuery<GitOpsQuery>) =>
      saved.target ? { ...saved, target: migrateQuery(saved.target) } : saved,
  };
}
