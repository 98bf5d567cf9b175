import { expect, test } from './grafana';

test('a new annotation shows deployments', async ({ grafana, page }) => {
  await grafana.open('annotation');

  await expect(page.getByRole('combobox', { name: 'Query type' })).toHaveValue('Deployment annotations');
  await page.getByRole('button', { name: 'Deployments to production' }).click();

  await expect
    .poll(() => grafana.saved())
    .toMatchObject({
      target: { queryType: 'deployment_annotations', environments: ['production'] },
      mappings: {},
    });
});

test('a ready annotation of another kind brings its columns', async ({ grafana, page }) => {
  await grafana.open('annotation');

  await page.getByRole('button', { name: 'Commits', exact: true }).click();

  await expect
    .poll(() => grafana.saved())
    .toMatchObject({
      name: 'Deployments',
      target: { refId: 'Anno', queryType: 'commits', schemaVersion: 1 },
      mappings: { title: { source: 'field', value: 'subject' }, text: { source: 'field', value: 'author' } },
    });
});

test("an annotation's query is edited like any other", async ({ grafana, page }) => {
  await grafana.open('annotation', { annotation: { target: { refId: 'Anno', queryType: 'commits' } } });

  await page.getByRole('combobox', { name: 'Repositories' }).click();
  await page.getByRole('option', { name: 'platform' }).click();

  await expect.poll(() => grafana.saved()).toMatchObject({ target: { repositories: ['platform'] } });
});
