import { AdHocVariableFilter } from '@grafana/data';
import { t } from '@grafana/i18n';
import { filtersOf, listOf, withField } from './queryTable';
import { GitOpsQuery, QueryDescription } from './types';

/**
 * The query, narrowed by a dashboard's ad-hoc filters; undefined when nothing can match any more. A filter that the query's type
 * does not have leaves it as it is, because a dashboard sets its filters for all panels.
 */
export function narrow(
  query: GitOpsQuery,
  type: QueryDescription | undefined,
  filters: AdHocVariableFilter[]
): GitOpsQuery | undefined {
  let narrowed = query;
  for (const filter of filters) {
    const parameter = filtersOf(type).find((known) => known.option === filter.key);
    if (!parameter) {
      continue;
    }
    const wanted = valuesOf(filter);
    const chosen = listOf(narrowed, parameter.name);
    const both = wanted.filter((value) => takes(chosen, value));
    if (both.length === 0) {
      return undefined;
    }
    narrowed = withField(narrowed, parameter.name, both);
  }
  return narrowed;
}

/** Whether a list lets a name through: a `!` in front of one leaves it out, and no other name means all. */
function takes(list: string[], name: string): boolean {
  const names = list.filter((entry) => !entry.startsWith('!'));
  return (names.length === 0 || names.includes(name)) && !list.includes(`!${name}`);
}

/** The filters of a dashboard that narrow a resource, as its parameters. */
export function parametersOf(filters: AdHocVariableFilter[], narrowedBy: string[]): Record<string, string[]> {
  const usable = filters.filter((filter) => narrowedBy.includes(filter.key) && isSupported(filter));
  return Object.fromEntries(usable.map((filter) => [filter.key, valuesOf(filter)]));
}

function isSupported(filter: AdHocVariableFilter): boolean {
  return filter.operator === '=' || filter.operator === '=|';
}

function valuesOf(filter: AdHocVariableFilter): string[] {
  if (!isSupported(filter)) {
    // Left out, the filter would show rows that it is meant to hide.
    throw new Error(
      t(
        'ad-hoc-filters.unsupported',
        'GitOps cannot filter {{key}} by "{{operator}}". Use "=" or "=|" (one of) instead.',
        { key: filter.key, operator: filter.operator }
      )
    );
  }
  const { values } = filter as { values?: string[] };
  return filter.operator === '=|' && values?.length ? values : [filter.value];
}
