import { TemplateSrv } from '@grafana/runtime';
import { templates } from '../tests/support/templates';
import { expand, interpolate } from './interpolation';

const grafana: TemplateSrv = templates({ env: ['staging', 'production'], app: 'web', all: '$__all', none: '' });

test.each([
  ['$env', ['staging', 'production']],
  ['${env}', ['staging', 'production']],
  ['apps/$app', ['apps/web']],
  ['$env/$app', ['staging/web', 'production/web']],
  ['$env-$env', ['staging-staging', 'staging-production', 'production-staging', 'production-production']],
  ['plain', ['plain']],
  ['$unknown', ['$unknown']],
  ['$none', []],
  ['$all', []],
  ['$__all', []],
])('entry %s of a list becomes %j', (entry, expected) => {
  expect(expand(entry, grafana)).toEqual(expected);
});

test('values that two entries give stand twice in no list of one entry', () => {
  expect(expand('${app}', templates({ app: ['web', 'web'] }))).toEqual(['web']);
});

test('texts, lists and objects are filled in, everything else stays', () => {
  const query = { refId: 'A', limit: 5, search: 'in $app', environments: ['$env'], filters: { clusters: ['$app'] } };

  expect(interpolate(query, grafana)).toEqual({
    refId: 'A',
    limit: 5,
    search: 'in web',
    environments: ['staging', 'production'],
    filters: { clusters: ['web'] },
  });
});

test('a panel repeated by a variable sees its own value', () => {
  expect(expand('$env', grafana, { env: { text: 'staging', value: 'staging' } })).toEqual(['staging']);
});
