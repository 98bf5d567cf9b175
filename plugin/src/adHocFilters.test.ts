import { table } from '../tests/support/table';
import { narrow, parametersOf } from './adHocFilters';
import { findQuery } from './queryTable';
import { GitOpsQuery } from './types';

const type = findQuery(table, 'sync_status');
const filter = (key: string, operator: string, value: string, values?: string[]) => ({ key, operator, value, values });
const query = (fields: object = {}) => ({ refId: 'A', queryType: 'sync_status', ...fields }) as GitOpsQuery;

test('a filter becomes the field of its name', () => {
  expect(narrow(query(), type, [filter('environment', '=', 'production')])).toEqual(
    query({ environments: ['production'] })
  );
});

test('one of several is several values', () => {
  const oneOf = filter('cluster', '=|', 'a', ['a', 'b']);
  expect(narrow(query(), type, [oneOf])).toHaveProperty('clusters', ['a', 'b']);
});

test('a filter and what the query has chosen hold both', () => {
  const chosen = query({ clusters: ['b', 'c'] });
  expect(narrow(chosen, type, [filter('cluster', '=|', 'a', ['a', 'b'])])).toHaveProperty('clusters', ['b']);
});

test('what the query leaves out stays out', () => {
  const chosen = query({ environments: ['!production'] });
  const oneOf = filter('environment', '=|', 'staging', ['staging', 'production']);
  expect(narrow(chosen, type, [oneOf])).toHaveProperty('environments', ['staging']);
  expect(narrow(chosen, type, [filter('environment', '=', 'production')])).toBeUndefined();
});

test('nothing matches when filter and query have nothing in common', () => {
  expect(narrow(query({ clusters: ['b'] }), type, [filter('cluster', '=', 'a')])).toBeUndefined();
});

test('a filter that the type has not leaves the query as it is', () => {
  expect(narrow(query(), type, [filter('branch', '=', 'main')])).toEqual(query());
});

test('an operator that the companion has not is an error, because leaving it out would show what it hides', () => {
  expect(() => narrow(query(), type, [filter('cluster', '!=', 'a')])).toThrow(
    'GitOps cannot filter cluster by "!=". Use "=" or "=|" (one of) instead.'
  );
});

test('values for one more filter are narrowed by the others', () => {
  const filters = [filter('cluster', '=', 'a'), filter('environment', '=', 'x'), filter('project', '=~', 'p.*')];
  expect(parametersOf(filters, ['cluster', 'project'])).toEqual({ cluster: ['a'] });
});
