import { AdHocVariableFilter } from '@grafana/data';
import { t } from '@grafana/i18n';
import { filtersOf, listOf, withField } from './queryTable';
import { QueryDescription, QueryParameter } from './queryDescription';
import { GitOpsQuery } from './types';

/** What the companion can do: equal to one value or to one of several, and neither. */
const including = ['=', '=|'];
const excluding = ['!=', '!=|'];

/** In front of a name in a list it leaves the name out. */
const not = '!';

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
    refuseUnknown(filter, parameter);
    const both = combine(listOf(narrowed, parameter.name), filter);
    if (!both) {
      return undefined;
    }
    narrowed = withField(narrowed, parameter.name, both);
  }
  return narrowed;
}

/** The filters of a dashboard that narrow a resource, as its parameters. */
export function parametersOf(filters: AdHocVariableFilter[], narrowers: QueryParameter[]): Record<string, string[]> {
  const parameters: Record<string, string[]> = {};
  for (const filter of filters) {
    const narrower = narrowers.find(({ option }) => option === filter.key);
    if (narrower && operatorsOf(narrower).includes(filter.operator)) {
      parameters[filter.key] = combine(parameters[filter.key] ?? [], filter) ?? [];
    }
  }
  return parameters;
}

/** A list that a filter narrows; undefined when it lets no name through any more. */
function combine(list: string[], filter: AdHocVariableFilter): string[] | undefined {
  const values = valuesOf(filter);
  const wanted = list.filter((entry) => !entry.startsWith(not));
  const unwanted = list.filter((entry) => entry.startsWith(not));
  if (excluding.includes(filter.operator)) {
    const left = wanted.filter((name) => !values.includes(name));
    const isNothing = wanted.length > 0 && left.length === 0;
    // Also beside names that are left: `web` leaves out `shop/web`, too.
    return isNothing ? undefined : [...new Set([...left, ...unwanted, ...values.map((value) => not + value)])];
  }
  const both = wanted.length === 0 ? values : values.flatMap((value) => wanted.flatMap(inBoth(filter.key, value)));
  const left = [...new Set(both)].filter((name) => !unwanted.includes(not + name));
  return left.length === 0 ? undefined : [...left, ...unwanted];
}

/** What a value and a name of the list both let through. The name of an application may have its namespace in front. */
function inBoth(key: string, value: string) {
  return (name: string) => {
    if (key === 'application' && name.endsWith(`/${value}`)) {
      return name;
    }
    return value === name || (key === 'application' && value.endsWith(`/${name}`)) ? value : [];
  };
}

function operatorsOf(parameter: QueryParameter): string[] {
  return parameter.canExclude ? [...including, ...excluding] : including;
}

/** Left out, the filter would show rows that it is meant to hide. */
function refuseUnknown({ key, operator }: AdHocVariableFilter, parameter: QueryParameter) {
  const operators = operatorsOf(parameter);
  if (!operators.includes(operator)) {
    throw new Error(
      t('ad-hoc-filters.unsupported', 'GitOps cannot filter {{key}} by {{operator}}. Use one of: {{operators}}.', {
        key,
        operator,
        operators: operators.join(', '),
      })
    );
  }
}

function valuesOf(filter: AdHocVariableFilter): string[] {
  const { values } = filter as { values?: string[] }; // Grafana 11.6 has no type for them.
  return filter.operator.endsWith('|') && values?.length ? values : [filter.value];
}
