import { migrateQuery, schemaVersion } from './migrations';
import { GitOpsQuery } from './types';

const migrate = (query: object) => migrateQuery({ refId: 'A', ...query } as GitOpsQuery);

test('a query written by hand gets lists and numbers', () => {
  const byHand = { queryType: 'commits', repositories: 'platform', branches: '', types: ['fix'], limit: '20' };

  expect(migrate(byHand)).toEqual({
    refId: 'A',
    queryType: 'commits',
    repositories: ['platform'],
    branches: [],
    types: ['fix'],
    limit: 20,
    schemaVersion: 1,
  });
});

test('a limit that a variable holds stays a text', () => {
  expect(migrate({ limit: '$rows' })).toHaveProperty('limit', '$rows');
});

test('a query of this version is the same object, so that an editor does not change it by showing it', () => {
  const query = { refId: 'A', schemaVersion };
  expect(migrateQuery(query)).toBe(query);
});

test('a query of a newer version is left as it is', () => {
  expect(migrate({ repositories: 'platform', schemaVersion: 99 })).toEqual({
    refId: 'A',
    repositories: 'platform',
    schemaVersion: 99,
  });
});
