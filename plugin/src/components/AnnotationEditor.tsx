import { AnnotationQuery } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';
import React from 'react';
import { schemaVersion } from '../migrations';
import { ReadyAnnotation, readyAnnotations } from '../readyAnnotations';
import { GitOpsQuery } from '../types';
import { Props as QueryEditorProps, QueryEditor } from './QueryEditor';
import { useQueryTable } from './useQueryTable';
import { TightField } from './TightField';

interface Props extends QueryEditorProps {
  annotation?: AnnotationQuery<GitOpsQuery>;
  onAnnotationChange?: (annotation: AnnotationQuery<GitOpsQuery>) => void;
}

/** The query editor, with annotations that are ready to use above it. */
export function AnnotationEditor(props: Props) {
  const { annotation, onAnnotationChange, datasource, query, onChange, onRunQuery } = props;
  const table = useQueryTable(datasource);
  const choose = ({ query: chosen, mappings }: ReadyAnnotation) => {
    const target = { refId: query.refId, datasource: query.datasource, ...chosen, schemaVersion };
    if (annotation && onAnnotationChange) {
      onAnnotationChange({ ...annotation, target, mappings: mappings ?? {} });
    } else {
      onChange(target);
    }
    onRunQuery();
  };
  return (
    <Stack direction="column" gap={2}>
      <TightField label={t('annotation-editor.ready', 'Begin with')}>
        <Stack direction="row" gap={1} wrap="wrap">
          {readyAnnotations(table).map((ready) => (
            <Button key={ready.name} size="sm" variant="secondary" onClick={() => choose(ready)}>
              {ready.name}
            </Button>
          ))}
        </Stack>
      </TightField>
      <QueryEditor {...props} />
    </Stack>
  );
}
