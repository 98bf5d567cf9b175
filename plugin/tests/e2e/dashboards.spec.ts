import { expect, test } from '@grafana/plugin-e2e';

/** Dashboards as provisioning/dashboards brings them. */
const dashboards = ['gitops-application', 'gitops-fleet', 'gitops-deployments', 'gitops-argocd', 'gitops-flux'];

test.skip(!process.env.GRAFANA_URL, 'needs a Grafana with provisioning/ and the demo behind it: set GRAFANA_URL');

for (const uid of dashboards) {
  test(`the dashboard ${uid} shows its panels without an error`, async ({ gotoDashboardPage, page }) => {
    await gotoDashboardPage({ uid });

    await expect(page.getByRole('heading', { name: /\?$/ }).first()).toBeVisible();
    await expect(page.getByText('Loading plugin panel')).toHaveCount(0);
    await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
  });
}
