import { QueryDescription, QueryParameter } from './queryDescription';
import { GitOpsQuery } from './types';

/** The query's description; undefined while no type is chosen, and for a type that the companion does not know. */
export function findQuery(table: QueryDescription[], queryType: string | undefined): QueryDescription | undefined {
  return table.find((query) => query.name === queryType);
}

/** Parameters that are lists with values to choose from: what people filter by. */
export function filtersOf(query: QueryDescription | undefined): QueryParameter[] {
  return query?.parameters.filter((parameter) => parameter.kind === 'list' && parameter.resource) ?? [];
}

/** Every filter of any query, once. */
export function allFilters(table: QueryDescription[]): QueryParameter[] {
  const filters = new Map<string, QueryParameter>();
  for (const filter of table.flatMap(filtersOf)) {
    if (!filters.has(filter.name)) {
      filters.set(filter.name, filter);
    }
  }
  return [...filters.values()];
}

/** Filters that more than one query has: what dashboards, and people who own a part of everything, filter by. */
export function sharedFilters(table: QueryDescription[]): QueryParameter[] {
  const uses = (filter: QueryParameter) =>
    table.filter((query) => query.parameters.some(({ name }) => name === filter.name));
  return allFilters(table).filter((filter) => uses(filter).length > 1);
}

/** The filters by which a resource can be narrowed. */
export function narrowersOf(table: QueryDescription[], resource: string | undefined): QueryParameter[] {
  const filters = allFilters(table);
  const narrowedBy = filters.find((filter) => filter.resource === resource)?.narrowedBy ?? [];
  return filters.filter((filter) => narrowedBy.includes(filter.option));
}

/** The values of a list in a query; an empty list means all. A saved query may hold one text in place of a list. */
export function listOf(query: GitOpsQuery, name: string): string[] {
  const value: unknown = query[name as keyof GitOpsQuery];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
}

/** The same query with another value of one field; no value at all leaves the field out, so that saved queries stay short. */
export function withField(
  query: GitOpsQuery,
  name: string,
  value: string[] | string | number | undefined
): GitOpsQuery {
  const { [name as keyof GitOpsQuery]: _, ...rest } = query;
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return (isEmpty ? rest : { ...rest, [name]: value }) as GitOpsQuery;
}

/** The same query of another type: what the new type knows stays, everything else goes. */
export function withType(query: GitOpsQuery, type: QueryDescription): GitOpsQuery {
  const own = ['refId', 'key', 'hide', 'datasource', 'schemaVersion'];
  const taken = new Map(type.parameters.map((parameter) => [parameter.name, parameter]));
  const kept = Object.entries(query).filter(([name, value]) => {
    const choices = taken.get(name)?.choices;
    return own.includes(name) || (taken.has(name) && (!choices || choices.includes(value)));
  });
  return { ...Object.fromEntries(kept), queryType: type.name } as GitOpsQuery;
}
