import { CoreApp } from '@grafana/data';
import { table } from '../tests/support/table';
import { annotationBeginning, newQuery } from './defaults';

test.each([
  [CoreApp.PanelEditor, 'table', { queryType: 'sync_status' }],
  [CoreApp.PanelEditor, undefined, { queryType: 'sync_status' }],
  [CoreApp.PanelEditor, 'stat', { queryType: 'sync_health' }],
  [CoreApp.PanelEditor, 'logs', { queryType: 'sync_events', format: 'logs' }],
  [CoreApp.UnifiedAlerting, undefined, { queryType: 'sync_health' }],
  [CoreApp.Explore, undefined, { queryType: 'sync_status' }],
])('a new query in %s, panel %s, is %j', (app, panel, expected) => {
  expect(newQuery(table, {}, app, panel)).toEqual({ ...expected, schemaVersion: 1 });
});

test('a companion that has not the fitting query begins with its first', () => {
  const commits = table.filter(({ name }) => name === 'commits');

  expect(newQuery(commits, {}, CoreApp.PanelEditor, 'state-timeline')).toHaveProperty('queryType', 'commits');
  expect(annotationBeginning(commits)).toEqual({ queryType: 'commits' });
});

test('a new query has the default filters that its type knows', () => {
  const options = { defaultFilters: { environments: ['production'], repositories: ['platform'], clusters: [] } };

  expect(newQuery(table, options, CoreApp.Explore)).toEqual({
    queryType: 'sync_status',
    environments: ['production'],
    schemaVersion: 1,
  });
});

test('a new annotation shows deployments', () => {
  expect(annotationBeginning(table)).toEqual({ queryType: 'deployment_annotations' });
});
