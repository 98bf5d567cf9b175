import { Page, Route, test as base } from '@playwright/test';
import { QueryDescription } from '../../src/queryDescription';
import { framesOf, queries, values } from './recordings';
import { serve } from './server';

/** Complaints about Grafana's own components: its table's cells of JSON. */
const ofGrafana = /at JSONViewCell/;

type Query = Record<string, unknown> & { refId: string; queryType: string };

/** A page that stands for Grafana, with a server behind it that answers from recordings. */
export class Grafana {
  /** Queries that were sent, in order. */
  readonly asked: Query[] = [];
  /** Paths and parameters of the resources that were read. */
  readonly read: string[] = [];
  /** Texts on the browser's console that say something is wrong. */
  readonly complaints: string[] = [];
  /** Complaints that a test gives rise to. */
  expected?: RegExp;
  /** What the companion can be asked; undefined when it cannot be reached. */
  table: QueryDescription[] | undefined = queries;

  constructor(
    readonly page: Page,
    private readonly server: string
  ) {}

  async open(name: string, parameters: Record<string, unknown> = {}) {
    const texts = Object.entries({ page: name, ...parameters }).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(`${message.text()} ${message.location().url}`);
      }
    });
    await this.page.route('**/api/**', (route) => this.answer(route));
    await this.page.goto(`${this.server}/?${new URLSearchParams(texts)}`);
    await this.page.waitForFunction(() => 'host' in window && document.querySelector('main') !== null);
  }

  /** What the component on the page has saved last. */
  saved<T = Record<string, unknown>>(): Promise<T> {
    return this.page.evaluate(() => (window as never as { host: { saved: T } }).host.saved);
  }

  /** A message of a live channel. */
  async tell(channel: string, message: object) {
    type Host = { host: { sendLive: (id: string, event: object) => void } };
    await this.page.evaluate(([id, event]) => (window as never as Host).host.sendLive(id, event), [
      channel,
      { type: 'message', message },
    ] as const);
  }

  private async answer(route: Route) {
    const { pathname, search } = new URL(route.request().url());
    const resource = /^\/api\/datasources\/uid\/gitops\/resources\/(\w+)$/.exec(pathname)?.[1];
    if (pathname.startsWith('/api/ds/query')) {
      return route.fulfill({ json: this.query(route.request().postDataJSON().queries) });
    }
    return resource ? this.resource(route, resource, search) : route.fulfill({ status: 404, json: {} });
  }

  private query(asked: Query[]) {
    this.asked.push(...asked);
    const results = asked.map((query) => {
      const frames = framesOf(query.queryType);
      const missing = { status: 500, error: `no answer to ${query.queryType} was recorded` };
      return [query.refId, frames ? { status: 200, frames } : missing] as const;
    });
    return { results: Object.fromEntries(results) };
  }

  private resource(route: Route, resource: string, search: string) {
    this.read.push(resource + decodeURIComponent(search));
    if (!this.table) {
      return route.fulfill({ status: 502, json: { error: 'the companion cannot be reached' } });
    }
    if (resource === 'queries') {
      return route.fulfill({ json: this.table });
    }
    const text = (new URLSearchParams(search).get('search') ?? '').toLowerCase();
    return route.fulfill({ json: values[resource]?.filter(({ value }) => value.toLowerCase().includes(text)) ?? [] });
  }
}

export const test = base.extend<{ grafana: Grafana }, { server: string }>({
  server: [
    async ({}, use) => {
      const { address, stop } = await serve();
      await use(address);
      stop();
    },
    { scope: 'worker' },
  ],
  grafana: async ({ page, server }, use) => {
    const grafana = new Grafana(page, server);
    await use(grafana);
    // Whatever else a test says, a page that complains is wrong.
    const ours = grafana.complaints.filter((complaint) => !ofGrafana.test(complaint));
    base.expect(ours.filter((complaint) => !grafana.expected?.test(complaint))).toEqual([]);
  },
});

export { expect } from '@playwright/test';
