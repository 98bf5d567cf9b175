import { filtersOf, listOf } from './queryTable';
import { QueryDescription } from './queryDescription';
import { GitOpsQuery } from './types';

/** Queries that have a live channel of the same name, and whether filters may stand behind the name. */
const channels: Record<string, { takesFilters: boolean }> = {
  sync_status: { takesFilters: true },
  repositories: { takesFilters: false },
};

/** What Grafana lets into a channel's name, and the most characters of it beside the data source's part. */
const inName = /^[A-Za-z0-9_.=-]+$/;
const longestPath = 100;

export interface LiveChannel {
  /** Such as `sync_status/environment=production`. */
  path: string;
  /** True when the answer is a part of what the channel tells. */
  isNarrowed: boolean;
}

export function hasLiveChannel(queryType: string | undefined): boolean {
  return (queryType ?? '') in channels;
}

/** The channel that tells what changes in a query's answer, as exactly as channels can. */
export function liveChannel(query: GitOpsQuery, type: QueryDescription | undefined): LiveChannel {
  const name = query.queryType ?? '';
  const asked = type?.parameters.filter((parameter) => parameter.name in query) ?? [];
  const filters = filtersOf(type).flatMap((filter) =>
    listOf(query, filter.name).map((value) => ({ name: filter.name, text: `${filter.option}=${value}` }))
  );
  const path = [name, ...filters.map(({ text }) => text)].join('/');
  const isNameable = path.length <= longestPath && filters.every(({ text }) => inName.test(text));
  if (!channels[name]?.takesFilters || !isNameable) {
    return { path: name, isNarrowed: asked.length > 0 };
  }
  const named = new Set(filters.map((filter) => filter.name));
  return { path, isNarrowed: asked.some((parameter) => !named.has(parameter.name)) };
}
