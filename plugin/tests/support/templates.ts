import { ScopedVars } from '@grafana/data';
import { TemplateSrv } from '@grafana/runtime';

type Values = Record<string, string | string[]>;

/** Grafana's variables, as far as data sources use them: `$name` and `${name}`, with a function that formats the value. */
export function templates(values: Values = {}): TemplateSrv {
  return {
    getVariables: () => Object.keys(values).map((name) => ({ name, type: 'custom' }) as never),
    containsTemplate: (text = '') => /\$\{?\w+/.test(text),
    updateTimeRange: () => undefined,
    replace: (text = '', scoped?: ScopedVars, format?: string | Function) =>
      text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced, plain) => {
        const name = braced ?? plain;
        const value = scoped?.[name]?.value ?? values[name];
        if (value === undefined) {
          return whole;
        }
        return typeof format === 'function'
          ? format(value, { name })
          : Array.isArray(value)
            ? `{${value.join(',')}}`
            : value;
      }),
  };
}
