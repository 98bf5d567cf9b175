import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryDescription } from '../../src/queryDescription';
import { ListedValue } from '../../src/types';

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
  const folders = ['', 'Syncs', 'Applications', 'Topology'].map((folder) => path.join(service, 'Queries', folder));
  const file = folders.map((folder) => path.join(folder, `${queryType}.golden.json`)).find(existsSync);
  // Several frames stand one behind the other.
  return file && JSON.parse(`[${readFileSync(file, 'utf8').replace(/^}\n{/gm, '},{')}]`);
}
