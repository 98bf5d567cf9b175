import { expect, test } from '@grafana/plugin-e2e';

/** The data source as provisioning/datasources/gitops.yaml makes it. */
const provisioned = 'GitOps';

test.skip(!process.env.GRAFANA_URL, 'needs a Grafana with the plugin and its companion: set GRAFANA_URL');

test("'Save & test' tells the version and what was read", async ({ createDataSourceConfigPage, page }) => {
  const config = await createDataSourceConfigPage({ type: 'gitops-companion-datasource' });
  await page.getByLabel('Companion token').fill(process.env.COMPANION_TOKEN ?? '');

  await expect(config.saveAndTest()).toBeOK();
  await expect(config).toHaveAlert('success', { hasText: 'GitOps' });
});

test('a panel shows repositories', async ({ panelEditPage, page }) => {
  await panelEditPage.datasource.set(provisioned);
  await panelEditPage.setVisualization('Table');
  const row = panelEditPage.getQueryEditorRow('A');

  await row.getByRole('combobox', { name: 'Query type' }).click();
  await page.getByRole('option').filter({ hasText: 'State of each repository' }).click();

  await expect(panelEditPage.refreshPanel()).toBeOK();
  await expect(panelEditPage.panel.fieldNames).toContainText(['name', 'error', 'lag_seconds']);
});

test('Explore offers questions to begin with', async ({ explorePage, page }) => {
  await explorePage.datasource.set(provisioned);

  await expect(page.getByText('Are the repositories up to date?')).toBeVisible();
});

test('a variable lists repositories', async ({ variableEditPage, page }) => {
  await variableEditPage.setVariableType('Query');
  await variableEditPage.datasource.set(provisioned);
  await page.getByRole('combobox', { name: 'Values of' }).click();
  await page.getByRole('option').filter({ hasText: 'Repositories' }).click();

  await expect(page.getByRole('status')).toContainText('Values now');
});

test('an annotation query runs', async ({ annotationEditPage, page }) => {
  await annotationEditPage.datasource.set(provisioned);
  await page.getByRole('button', { name: 'Commits' }).click();

  await expect(annotationEditPage.runQuery()).toBeOK();
});

test('an alert rule evaluates numbers', async ({ alertRuleEditPage }) => {
  const row = await alertRuleEditPage.getAlertRuleQueryRow('A');
  await row.datasource.set(provisioned);

  await expect(alertRuleEditPage.evaluate()).toBeOK();
});
