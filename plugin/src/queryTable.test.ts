import { table } from '../tests/support/table';
import { allFilters, findQuery, listOf, narrowersOf, sharedFilters, withField, withType } from './queryTable';
import { GitOpsQuery } from './types';

const saved = { refId: 'A', queryType: 'sync_events', environments: ['production'], format: 'logs', schemaVersion: 1 };
const query = saved as unknown as GitOpsQuery;
const names = (parameters: Array<{ name: string }>) => parameters.map(({ name }) => name);

test('filters are the lists that have values to choose from, each once', () => {
  expect(names(allFilters(table))).toEqual(['clusters', 'environments', 'applications', 'repositories', 'branches']);
});

test('filters that several queries have are the shared ones', () => {
  expect(names(sharedFilters(table))).toEqual(['clusters', 'environments', 'applications']);
});

test('a resource is narrowed by what the companion says', () => {
  expect(names(narrowersOf(table, 'environments'))).toEqual(['clusters', 'applications']);
  expect(names(narrowersOf(table, 'branches'))).toEqual(['repositories']);
  expect(narrowersOf(table, undefined)).toEqual([]);
});

test('a query that takes another type keeps what that type knows', () => {
  const changed = withType(query, findQuery(table, 'sync_status')!);

  expect(changed).toEqual({ refId: 'A', queryType: 'sync_status', environments: ['production'], schemaVersion: 1 });
});

test('a query that takes another type loses a choice that the type has not', () => {
  const rows = { ...findQuery(table, 'sync_events')!, name: 'other' };
  rows.parameters = rows.parameters.map((it) => (it.name === 'format' ? { ...it, choices: ['table', 'numeric'] } : it));

  expect(withType(query, rows)).not.toHaveProperty('format');
});

test('a field without a value is left out of the saved query', () => {
  expect(withField(query, 'environments', [])).not.toHaveProperty('environments');
  expect(withField(query, 'search', '')).not.toHaveProperty('search');
  expect(withField(query, 'limit', 5)).toHaveProperty('limit', 5);
});

test.each([
  [
    ['a', '', 'b'],
    ['a', 'b'],
  ],
  ['a', ['a']],
  ['', []],
  [undefined, []],
  [7, []],
])('list %j of a saved query is read as %j', (value, expected) => {
  expect(listOf({ refId: 'A', environments: value } as never, 'environments')).toEqual(expected);
});
