import { expect, test } from './grafana';

test('the token is saved as a secret and nowhere else', async ({ grafana, page }) => {
  await grafana.open('config');

  await page.getByLabel('Companion token').fill('a-token-of-enough-length');

  await expect
    .poll(() => grafana.saved())
    .toMatchObject({ secureJsonData: { companionToken: 'a-token-of-enough-length' } });
  expect(JSON.stringify((await grafana.saved()).jsonData)).not.toContain('a-token');
});

test('a saved token is hidden, and can be replaced', async ({ grafana, page }) => {
  await grafana.open('config', { token: 'set' });
  await expect(page.getByLabel('Companion token')).toBeDisabled();

  await page.getByRole('button', { name: 'Reset' }).click();

  await expect(page.getByLabel('Companion token')).toBeEnabled();
  await expect.poll(() => grafana.saved()).toMatchObject({ secureJsonFields: { companionToken: false } });
});

test('default filters complete from the data and begin new queries', async ({ grafana, page }) => {
  await grafana.open('config');

  await page.getByRole('combobox', { name: 'Repositories' }).click();
  await page.getByRole('option', { name: 'platform' }).click();
  await expect
    .poll(() => grafana.saved())
    .toMatchObject({ jsonData: { defaultFilters: { repositories: ['platform'] } } });

  const { jsonData } = await grafana.saved();
  await grafana.open('query', { options: jsonData });
  await expect.poll(() => grafana.saved()).toMatchObject({ repositories: ['platform'] });
});

test("the dashboard that an application's name leads to is saved", async ({ grafana, page }) => {
  await grafana.open('config');

  await page.getByLabel('Dashboard of an application').fill('gitops-application');

  await expect.poll(() => grafana.saved()).toMatchObject({ jsonData: { applicationDashboard: 'gitops-application' } });
});

test('links for columns are added, checked and removed', async ({ grafana, page }) => {
  await grafana.open('config', { options: { links: [{ column: 'cluster', title: 'Console', url: '/console' }] } });

  await page.getByRole('button', { name: 'Add link' }).click();
  const added = page.getByRole('group', { name: 'Link 2' });
  await added.getByLabel('Title').fill('Runbook');
  await added.getByLabel('Address').fill('wiki');
  await expect(added.getByText('Begin with https://')).toBeVisible();
  await added.getByLabel('Address').fill('https://wiki.example.org/${__data.fields.application}');
  await expect(added.getByText('Begin with https://')).toBeHidden();
  await page.getByRole('button', { name: 'Remove link 1' }).click();

  await expect
    .poll(() => grafana.saved())
    .toMatchObject({
      jsonData: {
        links: [
          { column: 'application', title: 'Runbook', url: 'https://wiki.example.org/${__data.fields.application}' },
        ],
      },
    });
});
