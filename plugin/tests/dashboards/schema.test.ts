import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Dashboard, check } from './check';

const folder = path.join(__dirname, '..', '..', '..', 'dashboards');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

const panel = {
  id: 1,
  type: 'table',
  title: 'What runs where?',
  gridPos: { h: 8, w: 12, x: 0, y: 0 },
  datasource: { type: 'gitops-companion-datasource', uid: '${gitops}' },
  targets: [{ refId: 'A', queryType: 'sync_status' }],
  options: { showHeader: true, cellHeight: 'sm' },
  fieldConfig: {
    defaults: { thresholds: { mode: 'absolute', steps: [{ value: null, color: 'green' }] }, custom: { minWidth: 80 } },
    overrides: [{ matcher: { id: 'byName', options: 'application' }, properties: [{ id: 'unit', value: 's' }] }],
  },
};
const annotation = { name: 'Deployments', enable: true, iconColor: 'blue', target: { refId: 'A', outcome: 'failed' } };
const annotations = { list: [annotation] };
const dashboard = { uid: 'x', title: 'X', schemaVersion: 41, graphTooltip: 1, annotations, panels: [panel] };

// Each test compiles Grafana's types.
jest.setTimeout(60_000);

test('a dashboard of the schema has nothing to complain about', () => {
  expect(check(dashboard)).toEqual([]);
});

test.each([
  ['a field that the schema has not', { ...dashboard, schemaversion: 41 }, 'schemaversion'],
  ['a value of another type', { ...dashboard, title: 5 }, "Type 'number' is not assignable to type 'string'"],
  ['a value that the schema has not', { ...dashboard, graphTooltip: 7 }, 'graphTooltip'],
  ["a panel's option that it has not", { ...dashboard, panels: [{ ...panel, options: { header: true } }] }, 'header'],
  [
    'a field that an annotation has not',
    { ...dashboard, annotations: { list: [{ ...annotation, color: 'red' }] } },
    'color',
  ],
  [
    "a field's option of a panel in a row",
    { ...dashboard, panels: [{ type: 'row', id: 2, collapsed: true, panels: [withCustom({ minWidth: 'wide' })] }] },
    'minWidth',
  ],
])('%s is found', (_, wrong, expected) => {
  expect(check(wrong as Dashboard).join('\n')).toContain(expected);
});

for (const name of files) {
  test(`dashboards/${name} is as Grafana's schema says`, () => {
    expect(check(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))).toEqual([]);
  });
}

function withCustom(custom: object) {
  return { ...panel, fieldConfig: { ...panel.fieldConfig, defaults: { custom } } };
}
