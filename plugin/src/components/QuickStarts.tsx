import { css } from '@emotion/css';
import { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { Card, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Companion } from '../companion';
import { schemaVersion } from '../migrations';
import { quickStarts } from '../quickStarts';
import { GitOpsQuery } from '../types';
import { useQueryTable } from './useQueryTable';

/** Explore's first page: questions that a click asks. */
export function QuickStarts({ datasource, onClickExample }: QueryEditorHelpProps<GitOpsQuery>) {
  const styles = useStyles2(getStyles);
  // Grafana's type says any data source; this page is shown for ours alone.
  const table = useQueryTable(datasource as unknown as Companion);
  return (
    <div>
      <div className={styles.title}>
        <Text element="h2" variant="h4">
          <Trans i18nKey="quick-starts.title">Questions to begin with</Trans>
        </Text>
      </div>
      {quickStarts(table).map(({ title, description, query }) => (
        <Card
          key={title}
          isCompact
          className={styles.card}
          onClick={() => onClickExample({ refId: 'A', schemaVersion, ...query })}
        >
          <Card.Heading>{title}</Card.Heading>
          <Card.Description>{description}</Card.Description>
        </Card>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ marginBottom: theme.spacing(1) }),
  card: css({ margin: theme.spacing(0, 0, 1) }),
});
