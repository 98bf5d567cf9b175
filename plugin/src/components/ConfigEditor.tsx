import { css } from '@emotion/css';
import { DataSourcePluginOptionsEditorProps, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Field, FieldSet, Input, SecretInput, useStyles2 } from '@grafana/ui';
import React, { ChangeEvent, useId } from 'react';
import { queries } from '../generated/queries';
import { sharedFilters } from '../queryTable';
import { GitOpsOptions, GitOpsSecrets, ListedValue } from '../types';
import { LinkTemplates } from './LinkTemplates';
import { ListField } from './ListField';

type Props = DataSourcePluginOptionsEditorProps<GitOpsOptions, GitOpsSecrets>;

/** Where the companion is, its token, and what new queries begin with. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const set = (changed: Partial<GitOpsOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...changed } });
  return (
    <>
      <Connection {...{ options, onOptionsChange }} />
      <NewQueries uid={options.uid} options={options.jsonData} onChange={set} />
      <Links options={options.jsonData} onChange={set} />
    </>
  );
}

function Connection({ options, onOptionsChange }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const setToken = (companionToken: string) =>
    onOptionsChange({ ...options, secureJsonData: { ...options.secureJsonData, companionToken } });
  const forgetToken = () =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...options.secureJsonData, companionToken: '' },
      secureJsonFields: { ...options.secureJsonFields, companionToken: false },
    });
  return (
    <FieldSet label={t('config.connection', 'Connection')}>
      <Alert
        severity="info"
        title={t('config.where.title', "Where the companion is, is set in Grafana's configuration")}
      >
        <div className={styles.where}>
          {t(
            'config.where.text',
            "To use a companion that runs beside Grafana, set companion_address = host:port in the section [plugin.gitops-companion-datasource] of grafana.ini, or GITOPS_COMPANION_ADDRESS=host:port and GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource in Grafana's environment. Without either Grafana starts the service that is bundled with this plugin, on its own host and with its own store."
          )}
        </div>
      </Alert>
      <Field
        label={t('config.token.label', 'Companion token')}
        description={t(
          'config.token.description',
          "The companion's plugin.token. A companion that listens beyond loopback demands it; a bundled one has none."
        )}
        htmlFor={id}
      >
        <SecretInput
          id={id}
          width={40}
          isConfigured={Boolean(options.secureJsonFields?.companionToken)}
          value={options.secureJsonData?.companionToken ?? ''}
          placeholder={t('config.token.placeholder', 'At least 16 characters')}
          autoComplete="off"
          onChange={(event: ChangeEvent<HTMLInputElement>) => setToken(event.target.value)}
          onReset={forgetToken}
        />
      </Field>
    </FieldSet>
  );
}

interface PartProps {
  options: GitOpsOptions;
  onChange: (options: GitOpsOptions) => void;
}

function NewQueries({ uid, options, onChange }: PartProps & { uid: string }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const filters = options.defaultFilters ?? {};
  const setFilter = (name: string, values: string[]) => {
    const { [name]: _, ...others } = filters;
    onChange({ defaultFilters: values.length > 0 ? { ...others, [name]: values } : others });
  };
  const load = async (resource: string, search: string) => {
    const url = `/api/datasources/uid/${uid}/resources/${resource}`;
    const values = await getBackendSrv().get<ListedValue[]>(url, search ? { search } : {}, undefined, {
      showErrorAlert: false,
    });
    return values.map(({ value }) => value);
  };
  return (
    <FieldSet label={t('config.queries', 'New queries begin with')}>
      <div className={styles.filters}>
        {sharedFilters(queries).map((filter) => (
          <ListField
            key={filter.name}
            id={`${id}-${filter.name}`}
            parameter={filter}
            values={filters[filter.name] ?? []}
            load={(search) => load(filter.resource!, search)}
            onChange={(values) => setFilter(filter.name, values)}
          />
        ))}
      </div>
    </FieldSet>
  );
}

function Links({ options, onChange }: PartProps) {
  const id = useId();
  return (
    <FieldSet label={t('config.links', 'Links')}>
      <Field
        label={t('config.dashboard.label', 'Dashboard of an application')}
        description={t('config.dashboard.description', "The uid of the dashboard that an application's name leads to.")}
        htmlFor={id}
      >
        <Input
          id={id}
          width={40}
          value={options.applicationDashboard ?? ''}
          onChange={(event: ChangeEvent<HTMLInputElement>) =>
            onChange({ applicationDashboard: event.target.value || undefined })
          }
        />
      </Field>
      <LinkTemplates links={options.links ?? []} onChange={(links) => onChange({ links })} />
    </FieldSet>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Names of settings are longer than a narrow screen.
  where: css({ overflowWrap: 'anywhere' }),
  filters: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
  }),
});
