import { css } from '@emotion/css';
import { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { Trans, t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import { Combobox, Stack, Tag, Text, useStyles2 } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import { Companion, CompanionDataSource } from '../companion';
import { interpolate } from '../interpolation';
import { allFilters, narrowersOf } from '../queryTable';
import { QueryParameter } from '../queryDescription';
import { GitOpsOptions, GitOpsQuery, GitOpsVariableQuery, ListedValue } from '../types';
import { listValues, variableQuery } from '../variableQuery';
import { ListField } from './ListField';
import { labelOf } from './fieldNames';
import { useQueryTable } from './useQueryTable';
import { TightField } from './TightField';

export type Props = QueryEditorProps<CompanionDataSource, GitOpsQuery, GitOpsOptions, GitOpsVariableQuery>;

/** Values that the preview shows. */
const shownValues = 20;

/** What a dashboard's variable lists, narrowed by filters, with a look at the values. */
export function VariableQueryEditor({ datasource, query: saved, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const table = useQueryTable(datasource);
  const query = variableQuery(saved);
  const filters = query.filters ?? {};
  const choose = (resource: string) => {
    const known = narrowersOf(table, resource).map((filter) => filter.name);
    const kept = Object.entries(filters).filter(([name]) => known.includes(name));
    onChange({ ...query, resource, filters: Object.fromEntries(kept) });
  };
  const load = async (filter: QueryParameter, search: string) => {
    const others = { ...filters, [filter.name]: [] };
    const narrowing = interpolate({ ...query, resource: filter.resource!, filters: others }, getTemplateSrv());
    const values = await listValues(datasource, narrowing, search);
    return values.map(({ value }) => value);
  };
  return (
    <Stack direction="column" gap={1}>
      <TightField
        className={styles.resource}
        label={t('variable-editor.resource', 'Values of')}
        htmlFor={`${id}-resource`}
      >
        <Combobox
          id={`${id}-resource`}
          options={allFilters(table).map(({ resource, help }) => ({
            value: resource!,
            label: labelOf(resource!),
            description: help,
          }))}
          value={query.resource ?? null}
          placeholder={t('variable-editor.choose', 'Choose what the variable lists')}
          createCustomValue
          onChange={({ value }) => choose(value)}
        />
      </TightField>
      <div className={styles.filters}>
        {narrowersOf(table, query.resource).map((filter) => (
          <ListField
            key={filter.name}
            id={`${id}-${filter.name}`}
            parameter={filter}
            values={filters[filter.name] ?? []}
            load={(search) => load(filter, search)}
            onChange={(values) => onChange({ ...query, filters: { ...filters, [filter.name]: values } })}
          />
        ))}
      </div>
      {query.resource && <Preview datasource={datasource} query={query} />}
    </Stack>
  );
}

function Preview({ datasource, query }: { datasource: Companion; query: GitOpsVariableQuery }) {
  const [values, setValues] = useState<ListedValue[]>();
  const [error, setError] = useState<string>();
  const question = JSON.stringify(interpolate(query, getTemplateSrv()));
  useEffect(() => {
    let isShown = true;
    listValues(datasource, JSON.parse(question)).then(
      (listed) => isShown && (setValues(listed), setError(undefined)),
      (reason) => isShown && setError(messageOf(reason))
    );
    return () => {
      isShown = false;
    };
  }, [datasource, question]);
  if (error) {
    return (
      <Text color="error" variant="bodySmall">
        {error}
      </Text>
    );
  }
  return (
    <div role="status">
      <Text color="secondary" variant="bodySmall">
        <Trans i18nKey="variable-editor.preview" values={{ count: values?.length ?? 0 }}>
          {'Values now: {{count}}'}
        </Trans>
      </Text>
      <Stack direction="row" gap={0.5} wrap="wrap">
        {values?.slice(0, shownValues).map(({ value, text }) => (
          <Tag key={value} name={text} colorIndex={9} />
        ))}
      </Stack>
    </div>
  );
}

function messageOf(reason: unknown): string {
  const { data, message } = reason as { data?: { error?: string; message?: string }; message?: string };
  return data?.error ?? data?.message ?? message ?? String(reason);
}

const getStyles = (theme: GrafanaTheme2) => ({
  resource: css({ maxWidth: 560 }),
  filters: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(220px, 100%), 1fr))',
  }),
});
