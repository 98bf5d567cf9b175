import { Companion } from './companion';
import { allFilters } from './queryTable';
import { GitOpsVariableQuery, ListedValue } from './types';

/** The values of a variable's query whose own variables are already filled in. */
export async function listValues(
  datasource: Companion,
  query: GitOpsVariableQuery,
  search = ''
): Promise<ListedValue[]> {
  if (!query.resource) {
    return [];
  }
  const options = new Map(allFilters(await datasource.loadTable()).map((filter) => [filter.name, filter.option]));
  const filters = Object.entries(query.filters ?? {}).map(([name, values]) => [options.get(name) ?? name, values]);
  return datasource.loadValues(query.resource, Object.fromEntries(filters), search);
}

/** A saved variable's query: provisioned dashboards may hold the resource's name alone. */
export function variableQuery(saved: GitOpsVariableQuery | string | undefined): GitOpsVariableQuery {
  return typeof saved === 'string' ? { refId: 'variable', resource: saved } : { ...saved, refId: 'variable' };
}
