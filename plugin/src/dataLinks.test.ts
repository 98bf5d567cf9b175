import { FieldType, toDataFrame } from '@grafana/data';
import { table } from '../tests/support/table';
import { addLinks } from './dataLinks';

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
