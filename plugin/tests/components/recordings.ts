import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ListedValue, QueryDescription } from '../../src/types';

/**
 * What the real service answered: the golden files of its own tests, which fail when the service answers anything else. So these
 * tests cannot be green against a service that is no more.
 */
const service = path.join(__dirname, '..', '..', '..', 'tests', 'GrafanaGitOps.Service.Tests');

function read<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(service, file), 'utf8'));
}

export interface RecordedFrame {
  schema: { name: string; fields: Array<{ name: string }>; meta?: object };
  data: { values: unknown[][] };
}

export const queries = read<QueryDescription[]>('Resources/queries.golden.json');
export const values = read<Record<string, ListedValue[]>>('Resources/values.golden.json');

/** The frames of a query's answer; undefined where none was recorded. */
export function framesOf(queryType: string): RecordedFrame[] | undefined {
  const file = `Queries/${queryType}.golden.json`;
  if (!existsSync(path.join(service, file))) {
    return undefined;
  }
  const recorded = read<RecordedFrame | RecordedFrame[]>(file);
  return Array.isArray(recorded) ? recorded : [recorded];
}
