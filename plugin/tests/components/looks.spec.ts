import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './grafana';

const pages: Record<string, Record<string, unknown>> = {
  query: { query: { queryType: 'sync_status', environments: ['production'], live: true } },
  annotation: {},
  variable: { query: { refId: 'variable', resource: 'branches', filters: { repositories: ['platform'] } } },
  config: {
    options: {
      defaultFilters: { repositories: ['platform'] },
      applicationDashboard: 'gitops-application',
      links: [
        { column: 'application', title: 'Runbook', url: 'https://wiki.example.org/${__data.fields.application}' },
      ],
    },
  },
  quickstarts: {},
};

for (const [name, parameters] of Object.entries(pages)) {
  for (const theme of ['dark', 'light']) {
    test(`${name}, ${theme}: fits on wide and narrow screens, and machines can read it`, async ({ grafana, page }) => {
      await grafana.open(name, { ...parameters, theme });
      // Icons come one by one.
      const icons = page.locator('main svg');
      await expect.poll(() => icons.evaluateAll((all) => all.filter((icon) => !icon.firstChild).length)).toBe(0);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `artifacts/screenshots/${name}-${theme}-${width}.png`, fullPage: true });
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        expect(scrollWidth).toBe(clientWidth);
      }

      // The answer's table is Grafana's; headings belong to the page around us.
      const axe = new AxeBuilder({ page })
        .exclude('section[aria-label="Answer"]')
        .disableRules(['page-has-heading-one', 'heading-order']);
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    });
  }
}
