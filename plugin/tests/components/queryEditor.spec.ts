import { QueryDescription } from '../../src/queryDescription';
import { expect, test } from './grafana';
import { queries } from './recordings';

const combobox = (name: string) => ['combobox', { name }] as const;

test('every type is offered with its line of help', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' } });

  // The list holds in the page only what is seen of it, so each is looked for.
  for (const { name, help } of queries) {
    await page.getByRole(...combobox('Query type')).fill(name.replaceAll('_', ' '));
    await expect(page.getByRole('option').filter({ hasText: help })).toBeVisible();
  }
});

test('a type is chosen with the keyboard, and only its fields are shown', async ({ grafana, page }) => {
  await grafana.open('query', {
    query: { queryType: 'commits', repositories: ['platform'], authors: ['Ada'], live: true },
  });
  await expect(page.getByRole(...combobox('Authors'))).toBeVisible();

  await page.getByRole(...combobox('Query type')).fill('Repositor');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  await expect(page.getByRole(...combobox('Authors'))).toBeHidden();
  await expect(page.getByRole(...combobox('Repositories'))).toBeVisible();
  expect(await grafana.saved()).toEqual({
    refId: 'A',
    queryType: 'repositories',
    repositories: ['platform'],
    schemaVersion: 1,
  });
  await expect
    .poll(() => grafana.asked.at(-1))
    .toMatchObject({ queryType: 'repositories', repositories: ['platform'] });
});

test('a filter completes from the data, narrowed by the others and by what is typed', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits', repositories: ['platform'] } });

  await page.getByRole(...combobox('Branches')).click();
  await expect(page.getByRole('option', { name: 'main' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'topic' })).toBeVisible();
  expect(grafana.read).toContain('branches?repository=platform&limit=1000');

  await page.getByRole(...combobox('Branches')).fill('top');
  await expect(page.getByRole('option', { name: 'main' })).toBeHidden();
  await page.getByRole('option', { name: 'topic' }).click();
  await page.keyboard.press('Escape');

  await expect.poll(() => grafana.saved()).toMatchObject({ branches: ['topic'] });
  await expect.poll(() => grafana.asked.at(-1)).toMatchObject({ branches: ['topic'] });
});

test('filters of applications narrow each other', async ({ grafana, page }) => {
  await grafana.open('query', {
    query: { queryType: 'sync_status', clusters: ['main'], environments: ['production'] },
  });

  await page.getByRole(...combobox('Applications')).click();
  await page.getByRole('option', { name: 'web' }).click();

  expect(grafana.read).toContain('applications?cluster=main&environment=production&limit=1000');
  await expect.poll(() => grafana.asked.at(-1)).toMatchObject({ clusters: ['main'], applications: ['web'] });
});

test('a filter takes a variable, and asks with its values', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' }, variables: { repo: ['platform', 'secrets'] } });

  await page.getByRole(...combobox('Repositories')).click();
  await page.getByRole('option', { name: '$repo' }).click();

  await expect.poll(() => grafana.saved()).toMatchObject({ repositories: ['$repo'] });
  await expect.poll(() => grafana.asked.at(-1)).toMatchObject({ repositories: ['platform', 'secrets'] });
});

test('a filter takes what is not in the data', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' } });

  await page.getByRole(...combobox('Paths')).fill('apps/web');
  await page.getByRole('option', { name: 'apps/web' }).click();

  await expect.poll(() => grafana.saved()).toMatchObject({ paths: ['apps/web'] });
});

test('a number counts with Enter, and only when it is one', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' } });
  const limit = page.getByLabel('Limit');

  await limit.fill('many');
  await limit.press('Enter');
  await expect(page.getByText('A whole number from 1')).toBeVisible();
  expect(await grafana.saved()).not.toHaveProperty('limit');

  await limit.fill('50');
  await limit.press('Enter');
  await expect.poll(() => grafana.saved()).toMatchObject({ limit: 50 });
  await expect.poll(() => grafana.asked.at(-1)).toMatchObject({ limit: 50 });
});

test('a saved query is not changed by being looked at', async ({ grafana, page }) => {
  const saved = { refId: 'A', queryType: 'commits', repositories: 'platform', limit: '20' };
  await grafana.open('query', { query: saved });

  await expect(page.getByText('platform').first()).toBeVisible();
  await expect(page.getByLabel('Limit')).toHaveValue('20');
  expect(await grafana.saved()).toEqual(saved);
});

for (const [panel, expected] of [
  ['table', { queryType: 'sync_status' }],
  ['stat', { queryType: 'sync_health' }],
  ['state-timeline', { queryType: 'sync_timeline' }],
  ['nodeGraph', { queryType: 'topology' }],
  ['logs', { queryType: 'sync_events', format: 'logs' }],
] as const) {
  test(`a new query in a panel ${panel} is ${expected.queryType}`, async ({ grafana }) => {
    await grafana.open('query', { panel, answer: 'hidden' });

    await expect.poll(() => grafana.saved()).toEqual({ refId: 'A', ...expected, schemaVersion: 1 });
    expect(grafana.asked[0]).toMatchObject(expected);
  });
}

test('a query that only a newer companion has gets its fields from its description', async ({ grafana, page }) => {
  const newer: QueryDescription = {
    name: 'brand_new',
    help: 'Something that nobody thought of',
    hasTimeRange: true,
    parameters: [
      { name: 'format', option: 'format', kind: 'text', help: 'How', choices: ['table', 'numeric'] },
      { name: 'phases', option: 'phase', kind: 'list', help: 'Which', choices: ['failed', 'running'] },
    ],
  };
  grafana.table = [...queries, newer];
  await grafana.open('query', { query: { queryType: 'brand_new' }, answer: 'hidden' });

  await page.getByRole('radio', { name: 'Numeric' }).check({ force: true });
  await page.getByRole(...combobox('Phases')).click();
  await page.getByRole('option', { name: 'failed' }).click();

  await expect.poll(() => grafana.saved()).toMatchObject({ format: 'numeric', phases: ['failed'] });
});

test('without a companion the editor shows what its own version can ask', async ({ grafana, page }) => {
  grafana.table = undefined;
  grafana.expected = /502/;
  await grafana.open('query', { query: { queryType: 'commits' } });

  await expect(page.getByRole(...combobox('Authors'))).toBeVisible();
});

test("a dashboard's filters narrow what is asked", async ({ grafana }) => {
  const filters = [
    { key: 'repository', operator: '=', value: 'platform' },
    { key: 'environment', operator: '!=', value: 'production' },
  ];
  await grafana.open('query', { query: { queryType: 'commits' }, filters });

  await expect
    .poll(() => grafana.asked.at(-1))
    .toMatchObject({ repositories: ['platform'], environments: ['!production'] });
});

test('nothing is asked where the filters leave nothing', async ({ grafana, page }) => {
  const filters = [{ key: 'repository', operator: '=', value: 'platform' }];
  await grafana.open('query', { query: { queryType: 'commits', repositories: ['secrets'] }, filters });

  await expect(page.getByRole('region', { name: 'Answer' })).toBeAttached();
  expect(grafana.asked).toEqual([]);
});

test('a filter that cannot be had is an error that says which can', async ({ grafana, page }) => {
  const filters = [{ key: 'repository', operator: '!=', value: 'platform' }];
  await grafana.open('query', { query: { queryType: 'commits' }, filters });

  await expect(page.getByRole('alert')).toHaveText('GitOps cannot filter repository by !=. Use one of: =, =|.');
});

test('cells lead to where the service says', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' } });

  await expect(page.getByRole('link', { name: '12' })).toHaveAttribute('href', /example\.org\/platform\/pull\/12/);
});

test('a type that an older companion does not have is named', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'of_tomorrow' }, answer: 'hidden' });

  await expect(page.getByText('The companion does not know this type')).toBeVisible();
});

test('a field tells what it is for with the keyboard', async ({ grafana, page }) => {
  await grafana.open('query', { query: { queryType: 'commits' }, answer: 'hidden' });
  const { help } = queries.find(({ name }) => name === 'commits')!.parameters.find(({ name }) => name === 'authors')!;

  await page.locator('label', { hasText: 'Authors' }).locator('[tabindex="0"]').focus();
  // As by the keyboard: a help that only got the focus after a click stays hidden.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');

  await expect(page.getByRole('tooltip')).toHaveText(help);
});
