import {
  AdHocVariableFilter,
  CoreApp,
  DataFrame,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  MetricFindValue,
  ScopedVars,
  TestDataSourceResponse,
} from '@grafana/data';
import { DataSourceWithBackend, getGrafanaLiveSrv, getTemplateSrv } from '@grafana/runtime';
import { Observable, map, merge, throwError } from 'rxjs';
import { narrow, parametersOf } from './adHocFilters';
import { annotationSupport } from './annotationSupport';
import { Companion } from './companion';
import { addLinks } from './dataLinks';
import { beginning, newQuery } from './defaults';
import { queries } from './generated/queries';
import { testResult } from './health';
import { interpolate } from './interpolation';
import { hasLiveChannel, liveChannel } from './liveChannel';
import { followLive } from './liveQuery';
import { migrateQuery } from './migrations';
import { allFilters, findQuery, listOf, narrowersOf } from './queryTable';
import { withoutRowKeys } from './rowKeys';
import { QueryDescription } from './queryDescription';
import { GitOpsOptions, GitOpsQuery, ListedValue } from './types';
import { GitOpsVariableSupport } from './variableSupport';

/** The most values that one list offers; typing narrows it. */
const mostValues = 1_000;

export class GitOpsDataSource extends DataSourceWithBackend<GitOpsQuery, GitOpsOptions> implements Companion {
  readonly options: GitOpsOptions;

  table: QueryDescription[] = queries;

  private loading?: Promise<QueryDescription[]>;

  constructor(settings: DataSourceInstanceSettings<GitOpsOptions>) {
    super(settings);
    this.options = settings.jsonData;
    this.annotations = annotationSupport(this);
    this.variables = new GitOpsVariableSupport(this);
  }

  loadTable(): Promise<QueryDescription[]> {
    this.loading ??= this.getResource<QueryDescription[]>('queries', undefined, { showErrorAlert: false }).then(
      (table) => (this.table = table),
      () => {
        // A companion that is away now may be there for the next editor.
        this.loading = undefined;
        return this.table;
      }
    );
    return this.loading;
  }

  loadValues(resource: string, narrowing: Record<string, string[]> = {}, search = ''): Promise<ListedValue[]> {
    const parameters = { ...narrowing, ...(search && { search }), limit: mostValues };
    return this.getResource<ListedValue[]>(resource, parameters, { showErrorAlert: false });
  }

  override getDefaultQuery(app: CoreApp): Partial<GitOpsQuery> {
    // In a panel the editor knows better, because it is told the kind of panel.
    const isPanel = app === CoreApp.Dashboard || app === CoreApp.PanelEditor || app === CoreApp.Unknown;
    return isPanel ? {} : newQuery(this.table, this.options, app);
  }

  override getQueryDisplayText(query: GitOpsQuery): string {
    const filters = allFilters(this.table).flatMap((filter) => listOf(query, filter.name));
    return [query.queryType ?? '', ...filters].join(' ');
  }

  override filterQuery(query: GitOpsQuery): boolean {
    return !query.hide && Boolean(query.queryType);
  }

  override query(request: DataQueryRequest<GitOpsQuery>): Observable<DataQueryResponse> {
    try {
      const targets = request.targets.flatMap((target) => this.prepare(target, request) ?? []);
      const plain = targets.filter((target) => !isLive(target));
      const answers = targets.filter(isLive).map((target) => this.follow(target, request));
      if (plain.length > 0 || answers.length === 0) {
        answers.push(super.query({ ...request, targets: plain, filters: undefined }));
      }
      return merge(...answers).pipe(map((answer) => this.withLinks(answer)));
    } catch (error) {
      return throwError(() => error);
    }
  }

  override applyTemplateVariables(
    query: GitOpsQuery,
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = []
  ): GitOpsQuery {
    const interpolated = interpolate(migrateQuery(query), getTemplateSrv(), scopedVars);
    return narrow(interpolated, findQuery(this.table, query.queryType), filters) ?? interpolated;
  }

  override interpolateVariablesInQueries(
    targets: GitOpsQuery[],
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = []
  ): GitOpsQuery[] {
    return targets.map((query) => ({
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    return testResult(await this.callHealthCheck());
  }

  override async getTagKeys(): Promise<MetricFindValue[]> {
    const filters = allFilters(await this.loadTable());
    return filters.map((filter) => ({ text: filter.option, value: filter.option }));
  }

  override async getTagValues(options: DataSourceGetTagValuesOptions<GitOpsQuery>): Promise<MetricFindValue[]> {
    const table = await this.loadTable();
    const resource = allFilters(table).find((known) => known.option === options.key)?.resource;
    return resource ? this.loadValues(resource, parametersOf(options.filters, narrowersOf(table, resource))) : [];
  }

  /** The query as it is sent; undefined when the dashboard's filters leave nothing that could match. */
  private prepare(target: GitOpsQuery, request: DataQueryRequest<GitOpsQuery>): GitOpsQuery | undefined {
    const query = interpolate(migrateQuery(target), getTemplateSrv(), request.scopedVars);
    const begun = query.queryType ? query : { ...query, ...beginning(this.table, request.app, request.panelPluginId) };
    return narrow(begun, findQuery(this.table, begun.queryType), request.filters ?? []);
  }

  private follow(target: GitOpsQuery, request: DataQueryRequest<GitOpsQuery>): Observable<DataQueryResponse> {
    return followLive({
      live: getGrafanaLiveSrv(),
      uid: this.uid,
      channel: liveChannel(target, findQuery(this.table, target.queryType)),
      ask: () => super.query({ ...request, targets: [target], filters: undefined }),
    }).pipe(map((answer) => ({ ...answer, key: `${request.requestId}-${target.refId}` })));
  }

  private withLinks(answer: DataQueryResponse): DataQueryResponse {
    const { table, options, uid, name } = this;
    const links = { table, options, uid, name };
    return { ...answer, data: answer.data.map((frame: DataFrame) => addLinks(withoutRowKeys(frame), links)) };
  }
}

function isLive(query: GitOpsQuery): boolean {
  return Boolean(query.live) && hasLiveChannel(query.queryType);
}
