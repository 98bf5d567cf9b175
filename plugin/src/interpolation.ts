import { ScopedVars } from '@grafana/data';
import { TemplateSrv } from '@grafana/runtime';

/** Grafana's "All" as it is saved; the companion reads it as no filter, too. */
const all = '$__all';

/** Every text of a query, also inside lists and objects, with the values of variables in place of their names. */
export function interpolate<T>(value: T, templates: TemplateSrv, scopedVars?: ScopedVars): T {
  if (typeof value === 'string') {
    return templates.replace(value, scopedVars) as T;
  }
  if (Array.isArray(value)) {
    return value.flatMap((entry) =>
      typeof entry === 'string' ? expand(entry, templates, scopedVars) : [interpolate(entry, templates, scopedVars)]
    ) as T;
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).map(([name, field]) => [name, interpolate(field, templates, scopedVars)]);
    return Object.fromEntries(fields) as T;
  }
  return value;
}

/** One entry of a list becomes as many as its variables have values: `$env` two for two environments, `apps/$name` likewise. */
export function expand(entry: string, templates: TemplateSrv, scopedVars?: ScopedVars): string[] {
  const choices: string[][] = [];
  templates.replace(entry, scopedVars, (value: unknown) => {
    choices.push(textsOf(value));
    return '';
  });
  const combinations = choices.reduce<string[][]>(
    (known, values) => known.flatMap((combination) => values.map((value) => [...combination, value])),
    [[]]
  );
  const texts = combinations.map((combination) => {
    let next = 0;
    return templates.replace(entry, scopedVars, () => combination[next++] ?? '');
  });
  return [...new Set(texts)].filter((text) => text !== '' && text !== all);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
