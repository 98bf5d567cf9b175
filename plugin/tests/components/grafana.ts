import { ConsoleMessage, Page, test as base } from '@playwright/test';
import { QueryDescription } from '../../src/queryDescription';
import { framesOf, queries, values } from './recordings';
import { Reply, Server, serve } from './server';

/** Complaints about Grafana's own components: its table's cells of JSON. */
const ofGrafana = /at JSONViewCell/;

const viewport = { width: 1280, height: 900 };

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
    private readonly server: Server
  ) {
    server.answer = (url, body) => this.answer(url, body);
  }

  async open(name: string, parameters: Record<string, unknown> = {}) {
    const texts = Object.entries({ page: name, ...parameters }).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const search = `?${new URLSearchParams(texts)}`;
    this.page.on('pageerror', this.hearError).on('console', this.hearMessage);
    await this.page.setViewportSize(viewport);
    if (this.page.url().startsWith(this.server.address)) {
      await this.page.evaluate(
        (search) => (window as never as { show: (search: string) => Promise<void> }).show(search),
        search
      );
    } else {
      await this.page.goto(`${this.server.address}/${search}`);
    }
    await this.page.waitForFunction(() => 'host' in window && document.querySelector('main') !== null);
  }

  /** Ends what listens on the page, which the next test uses too. */
  async leave() {
    await this.page.evaluate(() => (window as never as { leave?: () => Promise<void> }).leave?.());
    this.page.off('pageerror', this.hearError).off('console', this.hearMessage);
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

  private readonly hearError = (error: Error) => void this.complaints.push(String(error));

  private readonly hearMessage = (message: ConsoleMessage) => {
    if (message.type() === 'error') {
      this.complaints.push(`${message.text()} ${message.location().url}`);
    }
  };

  private answer({ pathname, searchParams, search }: URL, body: string): Reply {
    const resource = /^\/api\/datasources\/uid\/gitops\/resources\/(\w+)$/.exec(pathname)?.[1];
    if (pathname.startsWith('/api/ds/query')) {
      return { json: this.query(JSON.parse(body).queries) };
    }
    if (!resource) {
      return { status: 404, json: {} };
    }
    this.read.push(resource + decodeURIComponent(search));
    return this.table
      ? { json: this.resource(resource, searchParams) }
      : { status: 502, json: { error: 'the companion cannot be reached' } };
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

  private resource(resource: string, parameters: URLSearchParams) {
    const search = (parameters.get('search') ?? '').toLowerCase();
    return resource === 'queries'
      ? this.table
      : (values[resource]?.filter(({ value }) => value.toLowerCase().includes(search)) ?? []);
  }
}

/** The page of a worker. */
interface Pages {
  take: () => Promise<Page>;
  drop: () => Promise<void>;
}

export const test = base.extend<{ grafana: Grafana }, { server: Server; pages: Pages }>({
  server: [
    async ({}, use) => {
      const server = await serve();
      await use(server);
      server.stop();
    },
    { scope: 'worker' },
  ],
  // One for all tests of a worker, as Grafana's libraries take seconds to load; what a test shows begins anew on it.
  pages: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport });
      let page: Page | undefined;
      await use({
        take: async () => (page ??= await context.newPage()),
        drop: async () => {
          await page?.close();
          page = undefined;
        },
      });
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ pages }, use, test) => {
    await use(await pages.take());
    // Nobody knows in what state a failed test left it.
    if (test.status !== test.expectedStatus) {
      await pages.drop();
    }
  },
  grafana: async ({ page, server }, use) => {
    const grafana = new Grafana(page, server);
    await use(grafana);
    await grafana.leave();
    // Whatever else a test says, a page that complains is wrong.
    const ours = grafana.complaints.filter((complaint) => !ofGrafana.test(complaint));
    base.expect(ours.filter((complaint) => !grafana.expected?.test(complaint))).toEqual([]);
  },
});

export { expect } from '@playwright/test';
