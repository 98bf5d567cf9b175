import {
  AnnotationQuery,
  DataContextScopedVar,
  DataQuery,
  DataSourceApi,
  DataSourceInstanceSettings,
  DataSourcePlugin,
  LoadingState,
  PanelData,
  ScopedVars,
  applyFieldOverrides,
  dateTime,
} from '@grafana/data';
import { Table, useTheme2 } from '@grafana/ui';
import React, { ComponentType, useEffect, useState } from 'react';
import { Observable, lastValueFrom } from 'rxjs';

interface Props {
  parameters: URLSearchParams;
  plugin: DataSourcePlugin<never>;
  datasource: DataSourceApi;
  settings: DataSourceInstanceSettings;
}

const range = { from: dateTime('2026-01-01'), to: dateTime('2026-03-02'), raw: { from: 'now-60d', to: 'now' } };

/** One of the plugin's components on a page, with what Grafana passes to it. What it saves is kept, and shown to the tests. */
export function Shell(props: Props) {
  const theme = useTheme2();
  const pages: Record<string, ComponentType<Props>> = { query: Query, annotation: Annotation, variable: Variable };
  Object.assign(pages, { config: Config, quickstarts: QuickStarts });
  const Page = pages[props.parameters.get('page') ?? 'query']!;
  return (
    <main style={{ background: theme.colors.background.primary, padding: theme.spacing(2), minHeight: '100vh' }}>
      <Page {...props} />
    </main>
  );
}

/** State that a test can see as `host.saved`. */
function useSaved<T>(initial: T): [T, (saved: T) => void] {
  const [saved, setSaved] = useState(initial);
  useEffect(() => {
    Object.assign(window, { host: Object.assign((window as never as { host: object }).host, { saved }) });
  }, [saved]);
  return [saved, setSaved];
}

function request(parameters: URLSearchParams, query: DataQuery) {
  const panelPluginId = parameters.get('panel') ?? undefined;
  const app = parameters.get('app') ?? 'panel-editor';
  return {
    requestId: 'Q1',
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 500,
    scopedVars: {},
    timezone: 'utc',
    startTime: 0,
    filters: JSON.parse(parameters.get('filters') ?? '[]'),
    range,
    app,
    panelPluginId,
    targets: [query],
  };
}

function Query(props: Props) {
  const { parameters, plugin, datasource } = props;
  const initial = { refId: 'A', ...JSON.parse(parameters.get('query') ?? '{}') };
  const [query, setQuery] = useSaved<DataQuery>(initial);
  const [data, setData] = useState<PanelData>();
  const [asked, setAsked] = useState(1);
  useEffect(() => {
    const question = request(parameters, query);
    const answer = datasource.query(question as never) as Observable<PanelData & { data: PanelData['series'] }>;
    const subscription = answer.subscribe({
      next: ({ data: series, state, errors }) =>
        setData({ series, state: state ?? LoadingState.Done, errors, timeRange: range, request: question as never }),
      error: (error) => setData({ series: [], state: LoadingState.Error, error, timeRange: range }),
    });
    return () => subscription.unsubscribe();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  const Editor = plugin.components.QueryEditor as unknown as ComponentType<Record<string, unknown>>;
  return (
    <>
      <Editor
        {...{ datasource, query, data, app: parameters.get('app') ?? 'panel-editor', range, queries: [query] }}
        onChange={setQuery}
        onRunQuery={() => setAsked((count) => count + 1)}
      />
      {parameters.get('answer') !== 'hidden' && <Answer data={data} />}
    </>
  );
}

/** The page's width, also after a phone was turned. */
function useWidth(): number {
  const [width, setWidth] = useState(document.documentElement.clientWidth);
  useEffect(() => {
    const measure = () => setWidth(document.documentElement.clientWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return width;
}

/** Links may hold other cells of their row: `${__data.fields.name}`. */
function ofRow(text: string, scoped?: ScopedVars): string {
  const row: DataContextScopedVar['value'] | undefined = scoped?.__dataContext?.value;
  return text.replace(/\$\{__data\.fields\.(\w+)(?::\w+)?\}/g, (whole, name) => {
    const field = row?.frame.fields.find((other) => other.name === name);
    return field && row?.rowIndex !== undefined ? String(field.values[row.rowIndex]) : whole;
  });
}

function Answer({ data }: { data?: PanelData }) {
  const theme = useTheme2();
  const width = useWidth() - 32;
  if (data?.error) {
    return <p role="alert">{data.error.message}</p>;
  }
  const frames = applyFieldOverrides({
    data: data?.series ?? [],
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: ofRow,
    theme,
    timeZone: 'utc',
  });
  return (
    <section aria-label="Answer" style={{ marginTop: 16 }}>
      {frames.map((frame, index) => (
        <Table key={index} data={frame} width={width} height={320} columnMinWidth={120} />
      ))}
    </section>
  );
}

function Annotation({ parameters, datasource }: Props) {
  const Editor = datasource.annotations!.QueryEditor as unknown as ComponentType<Record<string, unknown>>;
  const target = { refId: 'Anno', ...datasource.annotations!.getDefaultQuery!() };
  const stored = {
    name: 'Deployments',
    enable: true,
    iconColor: 'red',
    target,
    ...JSON.parse(parameters.get('annotation') ?? '{}'),
  };
  const [annotation, setAnnotation] = useSaved<AnnotationQuery>(stored);
  return (
    <Editor
      {...{ datasource, annotation, query: annotation.target, app: 'dashboard', range }}
      onAnnotationChange={setAnnotation}
      onChange={(changed: DataQuery) => setAnnotation({ ...annotation, target: changed } as AnnotationQuery)}
      onRunQuery={() => undefined}
    />
  );
}

function Variable({ parameters, datasource }: Props) {
  const support = datasource.variables as unknown as {
    editor: ComponentType<Record<string, unknown>>;
    query: (question: unknown) => Observable<{ data: unknown }>;
  };
  const [query, setQuery] = useSaved<DataQuery>(JSON.parse(parameters.get('query') ?? '{"refId":"variable"}'));
  const values = async () => (await lastValueFrom(support.query(request(parameters, query)))).data;
  useEffect(() => {
    Object.assign((window as never as { host: object }).host, { values });
  });
  return <support.editor {...{ datasource, query, range }} onChange={setQuery} onRunQuery={() => undefined} />;
}

function Config({ parameters, plugin, settings }: Props) {
  const Editor = plugin.components.ConfigEditor as unknown as ComponentType<Record<string, unknown>>;
  const isSet = parameters.get('token') === 'set';
  const initial = { ...settings, secureJsonFields: { companionToken: isSet }, secureJsonData: {} };
  const [options, setOptions] = useSaved<unknown>(initial);
  return (
    <div style={{ maxWidth: 800 }}>
      <Editor options={options} onOptionsChange={setOptions} />
    </div>
  );
}

function QuickStarts({ plugin, datasource }: Props) {
  const Page = plugin.components.QueryEditorHelp as unknown as ComponentType<Record<string, unknown>>;
  const [query, setQuery] = useSaved<DataQuery>({ refId: 'A' });
  return <Page {...{ datasource, query }} onClickExample={setQuery} />;
}
