import { RecordedFrame, framesOf } from './recordings';
import { expect, test } from './grafana';

const [frame] = framesOf('repositories') as [RecordedFrame];
const column = (name: string) => frame.schema.fields.findIndex((field) => field.name === name);
const cells = (rows: unknown[][]) => frame.schema.fields.map((_, index) => rows.map((row) => row[index]));
const first = frame.data.values.map((values) => values[0]);

/** The first row with another error. */
const changed = first.map((cell, index) => (index === column('error') ? 'gone away' : cell));

test('a panel follows the live channel', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'repositories', live: true } });
  const table = page.getByRole('region', { name: 'Answer' });
  await expect(table.getByText('platform').first()).toBeVisible();

  await grafana.tell('ds/gitops/repositories', { schema: frame.schema, data: { values: cells([changed]) } });

  await expect(table.getByText('gone away')).toBeVisible();
  await expect(table.getByText('secrets').first()).toBeVisible();
  expect(grafana.asked).toHaveLength(1);
});

test('a narrowed answer is asked for again when something changed', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'repositories', repositories: ['platform'], live: true } });
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('platform');

  await grafana.tell('ds/gitops/repositories', { schema: frame.schema, data: { values: cells([changed]) } });

  await expect.poll(() => grafana.asked.length).toBe(2);
  await expect(page.getByRole('region', { name: 'Answer' })).not.toContainText('gone away');
});

test('rows that the channel marks deleted go away', async ({ grafana, page }) => {
  const [status] = framesOf('sync_status') as [RecordedFrame];
  const names = status.schema.fields.map(({ name }) => name);
  const deleted = { name: 'deleted', type: 'time' };
  const row = status.data.values.map((values) => [values[0]]);
  const name = String(row[names.indexOf('application')]);
  await grafana.open('query', { query: { queryType: 'sync_status', environments: ['staging'], live: true } });
  const table = page.getByRole('region', { name: 'Answer' });
  await expect(table.getByRole('cell', { name, exact: true })).toBeVisible();

  await grafana.tell('ds/gitops/sync_status/environment=staging', {
    schema: { ...status.schema, fields: [deleted, ...status.schema.fields] },
    data: { values: [[1], ...row] },
  });

  await expect(table.getByRole('cell', { name, exact: true })).toBeHidden();
});

test('a switch turns live updates on, for queries that have a channel', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'repositories' } });

  await page.getByRole('switch', { name: 'Live updates' }).check({ force: true });

  await expect.poll(() => grafana.saved()).toMatchObject({ live: true });
  await expect.poll(() => grafana.asked.length).toBeGreaterThan(1);
  expect(grafana.asked.at(-1)).toMatchObject({ queryType: 'repositories' });
});
