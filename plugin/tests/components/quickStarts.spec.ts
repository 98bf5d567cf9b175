import { expect, test } from './grafana';

test('a question to begin with is one click', async ({ grafana, page }) => {
  await grafana.open('quickstarts');

  await page.getByRole('button', { name: 'What was changed?' }).click();

  await expect.poll(() => grafana.saved()).toEqual({ refId: 'A', schemaVersion: 1, queryType: 'commits' });
});

test('only questions that the companion can answer are offered', async ({ grafana, page }) => {
  grafana.table = grafana.table!.filter(({ name }) => name === 'commits');
  await grafana.open('quickstarts');

  await expect(page.getByRole('button')).toHaveCount(1);
});
