import {
  AnnotationQuery,
  CoreApp,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceInstanceSettings,
} from '@grafana/data';
import { setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { Observable, lastValueFrom, of } from 'rxjs';
import { table } from '../tests/support/table';
import { templates } from '../tests/support/templates';
import { GitOpsDataSource } from './datasource';
import { queries } from './generated/queries';
import { GitOpsOptions, GitOpsQuery } from './types';

type Variables = { query: (request: unknown) => Observable<DataQueryResponse> };

const sent: Array<Record<string, unknown>> = [];
const read: unknown[] = [];
let resources: Record<string, unknown> = {};

function create(options: GitOpsOptions = {}) {
  const settings = { id: 1, uid: 'gitops', type: 'gitops', name: 'GitOps', jsonData: options, meta: {} };
  const datasource = new GitOpsDataSource(settings as unknown as DataSourceInstanceSettings<GitOpsOptions>);
  datasource.table = table;
  return datasource;
}

const request = (targets: object[], fields: object = {}) =>
  ({
    requestId: 'Q1',
    scopedVars: {},
    range: undefined,
    targets,
    ...fields,
  }) as unknown as DataQueryRequest<GitOpsQuery>;

beforeEach(() => {
  sent.length = 0;
  read.length = 0;
  resources = { queries: table };
  setTemplateSrv(templates({ env: ['staging', 'production'] }));
  setDataSourceSrv({ getInstanceSettings: () => ({ uid: 'gitops', type: 'gitops' }) } as never);
  setBackendSrv({
    fetch: ({ url, data, params }: { url: string; data?: { queries: never[] }; params?: object }) => {
      if (data) {
        sent.push(...data.queries);
        return of({ data: { results: {} } });
      }
      const resource = url.split('/').at(-1) ?? '';
      read.push([resource, params]);
      if (!(resource in resources)) {
        throw { status: 502, data: {} };
      }
      return of({ data: resources[resource] });
    },
  } as never);
});

test('a query is sent in its present form, with the values of its variables', async () => {
  const target = { refId: 'A', queryType: 'sync_status', environments: '$env', limit: '5' };
  await lastValueFrom(create().query(request([target])));

  expect(sent).toMatchObject([
    { refId: 'A', queryType: 'sync_status', environments: ['staging', 'production'], limit: 5 },
  ]);
});

test("a new panel's query is asked before its editor has saved a type", async () => {
  await lastValueFrom(create().query(request([{ refId: 'A' }], { app: CoreApp.PanelEditor, panelPluginId: 'stat' })));

  expect(sent).toMatchObject([{ queryType: 'sync_health' }]);
});

test('filters of the dashboard narrow each query that has them', async () => {
  const targets = [
    { refId: 'A', queryType: 'sync_status' },
    { refId: 'B', queryType: 'sync_status', environments: ['staging'] },
    { refId: 'C', queryType: 'commits' },
  ];
  const filters = [{ key: 'environment', operator: '=', value: 'production' }];
  await lastValueFrom(create().query(request(targets, { filters })));

  expect(sent).toMatchObject([{ refId: 'A', environments: ['production'] }, { refId: 'C' }]);
  expect(sent[1]).not.toHaveProperty('environments');
});

test('what the companion can be asked is loaded once, and again when it was away', async () => {
  const datasource = create();
  resources = {};
  expect(await datasource.loadTable()).toBe(table);
  resources = { queries };
  expect(await datasource.loadTable()).toBe(queries);
  expect(await datasource.loadTable()).toBe(queries);

  expect(read).toHaveLength(2);
});

test('keys of ad-hoc filters are the filters, in the singular', async () => {
  expect(await create().getTagKeys()).toContainEqual({ text: 'environment', value: 'environment' });
});

test('values of an ad-hoc filter are narrowed by the others', async () => {
  resources.environments = [{ text: 'production', value: 'production' }];
  const filters = [{ key: 'cluster', operator: '=', value: 'a' }];

  expect(await create().getTagValues({ key: 'environment', filters })).toEqual(resources.environments);
  expect(read.at(-1)).toEqual(['environments', { cluster: ['a'], limit: 1000 }]);
});

test('values of a key that is no filter are none', async () => {
  expect(await create().getTagValues({ key: 'nothing', filters: [] })).toEqual([]);
});

test('queries that other parts of Grafana take over have no variables left', () => {
  const [query] = create().interpolateVariablesInQueries([{ refId: 'A', environments: ['$env'] } as never], {});

  expect(query).toMatchObject({ environments: ['staging', 'production'], datasource: { uid: 'gitops' } });
});

test('a hidden query and one without a type are not asked', () => {
  const datasource = create();
  expect(datasource.filterQuery({ refId: 'A', queryType: 'commits', hide: true })).toBe(false);
  expect(datasource.filterQuery({ refId: 'A' })).toBe(false);
  expect(datasource.filterQuery({ refId: 'A', queryType: 'commits' })).toBe(true);
});

test('an alert rule begins with numbers, a panel with what its editor chooses', () => {
  const datasource = create({ defaultFilters: { environments: ['production'] } });

  expect(datasource.getDefaultQuery(CoreApp.UnifiedAlerting)).toEqual({
    queryType: 'sync_health',
    environments: ['production'],
    schemaVersion: 1,
  });
  expect(datasource.getDefaultQuery(CoreApp.PanelEditor)).toEqual({});
});

test('a query is told in a few words', () => {
  const query = { refId: 'A', queryType: 'sync_status', clusters: ['a'], environments: ['production'] };
  expect(create().getQueryDisplayText(query as never)).toBe('sync_status a production');
});

test('a saved annotation is brought to the present form', () => {
  const saved = { name: 'x', target: { refId: 'A', queryType: 'deployment_annotations', environments: 'production' } };
  const { annotations } = create();

  expect(annotations?.prepareAnnotation?.(saved)).toMatchObject({ target: { environments: ['production'] } });
  expect(annotations?.prepareAnnotation?.({ name: 'new' } as AnnotationQuery)).toEqual({ name: 'new' });
});

test('a variable asks by the singular names of its filters', async () => {
  resources.applications = [{ text: 'web', value: 'web' }];
  const query = { refId: 'v', resource: 'applications', filters: { environments: ['$env'] } };
  const { variables } = create();

  const { data } = await lastValueFrom((variables as Variables).query(request([query])));

  expect(data).toEqual([{ text: 'web', value: 'web' }]);
  expect(read.at(-1)).toEqual(['applications', { environment: ['staging', 'production'], limit: 1000 }]);
});

test('a variable without a choice lists nothing', async () => {
  const { variables } = create();
  const { data } = await lastValueFrom((variables as Variables).query(request([{ refId: 'v' }])));

  expect(data).toEqual([]);
});
