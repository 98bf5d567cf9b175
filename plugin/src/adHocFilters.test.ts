import { table } from '../tests/support/table';
import { narrow, parametersOf } from './adHocFilters';
import { findQuery, narrowersOf } from './queryTable';
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

test('an application with its namespace and one without are both, the others only themselves', () => {
  const chosen = query({ applications: ['shop/web', 'shop/api', 'edge/web'] });
  expect(narrow(chosen, type, [filter('application', '=', 'web')])).toHaveProperty('applications', [
    'shop/web',
    'edge/web',
  ]);
  const plain = query({ applications: ['web', 'shop/web', 'api'] });
  expect(narrow(plain, type, [filter('application', '=', 'shop/web')])).toHaveProperty('applications', ['shop/web']);
  expect(narrow(chosen, type, [filter('application', '=', 'eb')])).toBeUndefined();
  expect(narrow(query({ clusters: ['shop/web'] }), type, [filter('cluster', '=', 'web')])).toBeUndefined();
});

test('what the query leaves out stays out', () => {
  const chosen = query({ environments: ['!production'] });
  const oneOf = filter('environment', '=|', 'staging', ['staging', 'production']);
  expect(narrow(chosen, type, [oneOf])).toHaveProperty('environments', ['staging', '!production']);
  expect(narrow(chosen, type, [filter('environment', '=', 'production')])).toBeUndefined();
});

test('nothing matches when filter and query have nothing in common', () => {
  expect(narrow(query({ clusters: ['b'] }), type, [filter('cluster', '=', 'a')])).toBeUndefined();
});

test('a filter that the type has not leaves the query as it is', () => {
  expect(narrow(query(), type, [filter('branch', '=', 'main')])).toEqual(query());
});

test('what a filter excludes is left out of what the query has chosen', () => {
  const noneOf = filter('cluster', '!=|', 'a', ['a', 'b']);
  expect(narrow(query(), type, [filter('cluster', '!=', 'a')])).toHaveProperty('clusters', ['!a']);
  expect(narrow(query({ clusters: ['!c', '!a'] }), type, [noneOf])).toHaveProperty('clusters', ['!c', '!a', '!b']);
  expect(narrow(query({ clusters: ['b', 'c'] }), type, [noneOf])).toHaveProperty('clusters', ['c', '!a', '!b']);
  expect(narrow(query({ clusters: ['b'] }), type, [noneOf])).toBeUndefined();
});

test('filters of one key hold all', () => {
  const excluded = [filter('cluster', '!=', 'a'), filter('cluster', '!=', 'b')];
  expect(narrow(query(), type, excluded)).toHaveProperty('clusters', ['!a', '!b']);
  expect(narrow(query(), type, [...excluded, filter('cluster', '=', 'c')])).toHaveProperty('clusters', [
    'c',
    '!a',
    '!b',
  ]);
  expect(narrow(query(), type, [...excluded, filter('cluster', '=', 'a')])).toBeUndefined();
});

test('an operator that the companion has not is an error, because leaving it out would show what it hides', () => {
  expect(() => narrow(query(), type, [filter('cluster', '=~', 'a')])).toThrow(
    'GitOps cannot filter cluster by =~. Use one of: =, =|, !=, !=|.'
  );
});

test('a list that can leave nothing out takes only what is wanted', () => {
  const commits = findQuery(table, 'commits');
  expect(() => narrow(query(), commits, [filter('repository', '!=', 'shop')])).toThrow(
    'GitOps cannot filter repository by !=. Use one of: =, =|.'
  );
});

test('values for one more filter are narrowed by the others', () => {
  const filters = [
    filter('cluster', '!=', 'a'),
    filter('cluster', '!=|', 'b', ['b', 'c']),
    filter('environment', '=', 'x'),
  ];
  expect(parametersOf([...filters, filter('application', '=~', 'p.*')], narrowersOf(table, 'applications'))).toEqual({
    cluster: ['!a', '!b', '!c'],
    environment: ['x'],
  });
  expect(parametersOf([filter('repository', '!=', 'shop')], narrowersOf(table, 'branches'))).toEqual({});
});
