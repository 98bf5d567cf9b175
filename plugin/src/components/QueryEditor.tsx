import { css } from '@emotion/css';
import { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import { Combobox, Stack, Switch, Text, useStyles2 } from '@grafana/ui';
import React, { useEffect, useId } from 'react';
import { Companion, CompanionDataSource } from '../companion';
import { newQuery } from '../defaults';
import { interpolate } from '../interpolation';
import { hasLiveChannel } from '../liveChannel';
import { migrateQuery } from '../migrations';
import { filtersOf, findQuery, listOf, withField, withType } from '../queryTable';
import { QueryDescription, QueryParameter } from '../queryDescription';
import { GitOpsOptions, GitOpsQuery } from '../types';
import { ListField } from './ListField';
import { ParameterField } from './ParameterField';
import { labelOf } from './fieldNames';
import { useQueryTable } from './useQueryTable';
import { TightField } from './TightField';

export type Props = QueryEditorProps<CompanionDataSource, GitOpsQuery, GitOpsOptions>;

/** The type of the query, and a field for each thing that the type can be asked. */
export function QueryEditor({ datasource, query: saved, onChange, onRunQuery, app, data }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const table = useQueryTable(datasource);
  const query = migrateQuery(saved);
  const type = findQuery(table, query.queryType);
  const change = (changed: GitOpsQuery) => {
    onChange(changed);
    onRunQuery();
  };

  // A new query in a panel: which kind of panel it is comes with the first data.
  const isNew = !query.queryType && Boolean(data?.request);
  const panel = data?.request?.panelPluginId;
  useEffect(() => {
    if (isNew) {
      change({ ...saved, ...newQuery(table, datasource.options, app, panel) });
    }
    // Once, when the panel is known; what the user changes afterwards is theirs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isNew]);

  return (
    <Stack direction="column" gap={1}>
      <div className={styles.type}>
        <TightField label={t('query-editor.type', 'Query type')} htmlFor={`${id}-type`}>
          <Combobox
            id={`${id}-type`}
            options={table.map(({ name, help }) => ({ value: name, label: labelOf(name), description: help }))}
            value={query.queryType ?? null}
            placeholder={t('query-editor.choose', 'Choose a question')}
            onChange={({ value }) => change(withType(query, findQuery(table, value)!))}
          />
        </TightField>
        {hasLiveChannel(query.queryType) && (
          <TightField label={t('query-editor.live', 'Live updates')} htmlFor={`${id}-live`}>
            <div className={styles.live}>
              <Switch
                id={`${id}-live`}
                value={Boolean(query.live)}
                onChange={({ currentTarget }) => change({ ...query, live: currentTarget.checked || undefined })}
              />
            </div>
          </TightField>
        )}
      </div>
      {type && (
        <Text color="secondary" variant="bodySmall">
          {type.help}
        </Text>
      )}
      {query.queryType && !type && (
        <Text color="warning" variant="bodySmall">
          {t(
            'query-editor.unknown',
            'The companion does not know this type: it may be older than this dashboard. Update it, or choose another type.'
          )}
        </Text>
      )}
      {type && <Parameters {...{ id, datasource, type, query }} onChange={change} />}
    </Stack>
  );
}

interface ParametersProps {
  id: string;
  datasource: Companion;
  type: QueryDescription;
  query: GitOpsQuery;
  onChange: (query: GitOpsQuery) => void;
}

function Parameters({ id, datasource, type, query, onChange }: ParametersProps) {
  const styles = useStyles2(getStyles);
  const loaderOf = (parameter: QueryParameter) =>
    parameter.resource ? (search: string) => loadValues(datasource, type, query, parameter, search) : undefined;
  return (
    <div className={styles.parameters}>
      {type.parameters.map((parameter) =>
        parameter.kind === 'list' ? (
          <ListField
            key={parameter.name}
            id={`${id}-${parameter.name}`}
            parameter={parameter}
            values={listOf(query, parameter.name)}
            load={loaderOf(parameter)}
            onChange={(values) => onChange(withField(query, parameter.name, values))}
          />
        ) : (
          <ParameterField
            key={parameter.name}
            id={`${id}-${parameter.name}`}
            parameter={parameter}
            value={query[parameter.name as keyof GitOpsQuery] as string | number | undefined}
            onChange={(value) => onChange(withField(query, parameter.name, value))}
          />
        )
      )}
    </div>
  );
}

/** What a filter offers, given what the others are set to. */
async function loadValues(
  datasource: Companion,
  type: QueryDescription,
  query: GitOpsQuery,
  parameter: QueryParameter,
  search: string
): Promise<string[]> {
  const others = filtersOf(type).filter((filter) => parameter.narrowedBy?.includes(filter.option));
  const set = others
    .map((filter) => [filter.option, interpolate(listOf(query, filter.name), getTemplateSrv())] as const)
    .filter(([, values]) => values.length > 0);
  const values = await datasource.loadValues(parameter.resource!, Object.fromEntries(set), search);
  return values.map(({ value }) => value);
}

const getStyles = (theme: GrafanaTheme2) => ({
  type: css({
    display: 'grid',
    alignItems: 'end',
    gap: theme.spacing(1),
    gridTemplateColumns: 'minmax(0, 560px) auto 1fr',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  // In the middle of the input beside it.
  live: css({ display: 'flex', alignItems: 'center', height: theme.spacing(theme.components.height.md) }),
  parameters: css({
    display: 'grid',
    alignItems: 'start',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(220px, 100%), 1fr))',
  }),
});
