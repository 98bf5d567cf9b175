import { table } from '../tests/support/table';
import { liveChannel } from './liveChannel';
import { findQuery } from './queryTable';
import { GitOpsQuery } from './types';

const channelOf = (queryType: string, fields: object = {}) =>
  liveChannel({ refId: 'A', queryType, live: true, ...fields } as GitOpsQuery, findQuery(table, queryType));

test.each([
  ['nothing', {}, 'sync_status', false],
  [
    'filters',
    { environments: ['production'], clusters: ['a', 'b'] },
    'sync_status/cluster=a/cluster=b/environment=production',
    false,
  ],
  ['filters and a text', { clusters: ['a'], search: 'web' }, 'sync_status/cluster=a', true],
  ['a limit', { limit: 5 }, 'sync_status', true],
  ['a value that no channel can be named by', { applications: ['argocd/web'] }, 'sync_status', true],
  [
    'more values than a name can hold',
    { applications: Array.from({ length: 9 }, (_, i) => `application-${i}`) },
    'sync_status',
    true,
  ],
])('status narrowed by %s follows the channel that fits best', (_, fields, path, isNarrowed) => {
  expect(channelOf('sync_status', fields)).toEqual({ path, isNarrowed });
});

test('a channel without filters tells everything', () => {
  expect(channelOf('repositories')).toEqual({ path: 'repositories', isNarrowed: false });
});
