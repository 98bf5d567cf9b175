import { QueryEditorHelpProps } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { Card, Text } from '@grafana/ui';
import React from 'react';
import type { GitOpsDataSource } from '../datasource';
import { schemaVersion } from '../migrations';
import { quickStarts } from '../quickStarts';
import { GitOpsQuery } from '../types';
import { useQueryTable } from './useQueryTable';

/** Explore's first page: questions that a click asks. */
export function QuickStarts({ datasource, onClickExample }: QueryEditorHelpProps<GitOpsQuery>) {
  // Grafana's type says any data source; this page is shown for ours alone.
  const table = useQueryTable(datasource as unknown as GitOpsDataSource);
  return (
    <div>
      <Text element="h2" variant="h4">
        <Trans i18nKey="quick-starts.title">Questions to begin with</Trans>
      </Text>
      {quickStarts(table).map(({ title, description, query }) => (
        <Card
          key={title}
          isCompact
          noMargin={false}
          onClick={() => onClickExample({ refId: 'A', schemaVersion, ...query })}
        >
          <Card.Heading>{title}</Card.Heading>
          <Card.Description>{description}</Card.Description>
        </Card>
      ))}
    </div>
  );
}
