import { FieldType, toDataFrame } from '@grafana/data';
import { table } from '../tests/support/table';
import { addLinks, isAddress } from './dataLinks';

const own = { title: 'Show in Argo CD', url: '${__data.fields.url}' };
const frame = toDataFrame({
  fields: [
    { name: 'cluster', type: FieldType.string, values: ['a'] },
    { name: 'application', type: FieldType.string, values: ['web'], config: { links: [own] } },
  ],
});
const links = (options: object) => {
  const linked = addLinks(frame, { table, options, uid: 'gitops', name: 'GitOps' });
  return linked.fields.find((field) => field.name === 'application')?.config.links;
};

test("an application leads to its dashboard, behind the companion's own links", () => {
  const [first, second] = links({ applicationDashboard: 'app/1' }) ?? [];

  expect(first).toEqual(own);
  expect(second?.url).toBe(
    '/d/app%2F1?${__url_time_range}&var-cluster=${__data.fields.cluster:percentencode}' +
      '&var-application=${__data.fields.application:percentencode}'
  );
});

test('an application leads to questions about it, as far as the companion answers them', () => {
  expect(links({})).toEqual([
    own,
    {
      title: 'Explore its deployments',
      url: '',
      internal: {
        datasourceUid: 'gitops',
        datasourceName: 'GitOps',
        query: {
          refId: 'A',
          queryType: 'deployments',
          clusters: ['${__data.fields.cluster}'],
          applications: ['${__data.fields.application}'],
        },
      },
    },
  ]);
});

test('an answer without applications stays as it is', () => {
  const other = toDataFrame({ fields: [{ name: 'repository', type: FieldType.string, values: ['platform'] }] });

  expect(addLinks(other, { table, options: { applicationDashboard: 'x' }, uid: 'u', name: 'n' })).toBe(other);
});

test('columns get the links of the data source, where the row has what they name', () => {
  const templates = [
    { column: 'cluster', title: 'Console', url: 'https://${__data.fields.cluster}.example.org' },
    { column: 'cluster', title: 'Other answers only', url: 'https://example.org/${__data.fields.repository}' },
    { column: 'cluster', title: 'Script', url: 'javascript:alert(1)' },
    { column: 'cluster', title: '', url: 'https://example.org/not-finished' },
    { column: 'repository', title: 'Not here', url: '/d/repository' },
  ];
  const linked = addLinks(frame, { table: [], options: { links: templates }, uid: 'u', name: 'n' });

  expect(linked.fields.map(({ name, config }) => [name, config.links?.map(({ title }) => title)])).toEqual([
    ['cluster', ['Console']],
    ['application', ['Show in Argo CD']],
  ]);
});

test.each([
  ['https://example.org', true],
  ['http://example.org', true],
  ['/d/application', true],
  ['${__data.fields.url}', true],
  ['//example.org', false],
  ['javascript:alert(1)', false],
  ['example.org', false],
])('%s is an address to follow: %s', (url, expected) => {
  expect(isAddress(url)).toBe(expected);
});
