import { expect, test } from './grafana';

test('a variable lists what is chosen, narrowed, and shows it', async ({ grafana, page }) => {
  await grafana.open('variable', { variables: { repo: 'platform' } });

  await page.getByRole('combobox', { name: 'Values of' }).fill('bran');
  await page.getByRole('option').filter({ hasText: 'Branches that reach the commit' }).click();
  await expect(page.getByRole('status')).toContainText('Values now: 2');
  await expect(page.getByRole('status')).toContainText('topic');

  await page.getByRole('combobox', { name: 'Repositories' }).click();
  await page.getByRole('option', { name: '$repo' }).click();

  await expect
    .poll(() => grafana.saved())
    .toMatchObject({ resource: 'branches', filters: { repositories: ['$repo'] } });
  await expect.poll(() => grafana.read).toContain('branches?repository=platform&limit=1000');
});

test('a dashboard gets the values', async ({ grafana, page }) => {
  await grafana.open('variable', { query: { refId: 'variable', resource: 'branches' } });

  const values = await page.evaluate(() => (window as never as { host: { values: () => unknown } }).host.values());

  expect(values).toEqual([
    { text: 'main', value: 'main' },
    { text: 'topic', value: 'topic' },
  ]);
});

test('a provisioned variable may be the name of what it lists', async ({ grafana, page }) => {
  await grafana.open('variable', { query: '"types"' });

  await expect(page.getByRole('combobox', { name: 'Values of' })).toHaveValue('Types');
  await expect(page.getByRole('status')).toContainText('revert');
});

test('a companion that is away is named', async ({ grafana, page }) => {
  grafana.table = undefined;
  grafana.expected = /502/;
  await grafana.open('variable', { query: { refId: 'variable', resource: 'branches' } });

  await expect(page.getByText('the companion cannot be reached')).toBeVisible();
});
