import { CoreApp } from '@grafana/data';
import { findQuery } from './queryTable';
import { schemaVersion } from './migrations';
import { QueryDescription } from './queryDescription';
import { GitOpsOptions, GitOpsQuery } from './types';

type Beginning = Partial<GitOpsQuery>;

/** What a new query begins with in a panel of that kind. */
const panels: Record<string, Beginning> = {
  stat: { queryType: 'sync_health' },
  gauge: { queryType: 'sync_health' },
  bargauge: { queryType: 'sync_health' },
  barchart: { queryType: 'sync_health' },
  piechart: { queryType: 'sync_health' },
  'state-timeline': { queryType: 'sync_timeline' },
  'status-history': { queryType: 'sync_timeline' },
  nodeGraph: { queryType: 'topology' },
  logs: { queryType: 'sync_events', format: 'logs' },
};

const alertRule: Beginning = { queryType: 'sync_health' };
const annotation: Beginning = { queryType: 'deployment_annotations' };
const anywhereElse: Beginning = { queryType: 'sync_status' };

/** A new query for the place in which it is made. Where the companion has not the fitting type, the first that it has. */
export function beginning(table: QueryDescription[], app: string | undefined, panel: string | undefined): Beginning {
  const wanted = isAlerting(app) ? alertRule : (panels[panel ?? ''] ?? anywhereElse);
  return available(table, wanted);
}

/** A new annotation. */
export function annotationBeginning(table: QueryDescription[]): Beginning {
  return available(table, annotation);
}

/** The filters that the data source's page sets, as far as the query's type has them. */
export function defaultFilters(type: QueryDescription | undefined, options: GitOpsOptions): Beginning {
  const known = type?.parameters.map((parameter) => parameter.name) ?? [];
  const filters = Object.entries(options.defaultFilters ?? {});
  return Object.fromEntries(filters.filter(([name, values]) => known.includes(name) && values.length > 0));
}

/** A new query with everything that it begins with. */
export function newQuery(
  table: QueryDescription[],
  options: GitOpsOptions,
  app: string | undefined,
  panel?: string
): Beginning {
  const begun = beginning(table, app, panel);
  return { ...begun, ...defaultFilters(findQuery(table, begun.queryType), options), schemaVersion };
}

function available(table: QueryDescription[], wanted: Beginning): Beginning {
  return findQuery(table, wanted.queryType) ? wanted : { queryType: table[0]?.name };
}

function isAlerting(app: string | undefined): boolean {
  return app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
}
