import { LiveChannelEvent } from '@grafana/data';
import { BackendSrv, BackendSrvRequest, FetchResponse, GrafanaLiveSrv } from '@grafana/runtime';
import { ReplaySubject, from } from 'rxjs';

const pending = new Set<Promise<unknown>>();

/** When every question that was sent is answered. */
export const settled = () => Promise.allSettled(pending);

async function send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const answer = ask<T>(options);
  pending.add(answer);
  return answer.finally(() => pending.delete(answer));
}

async function ask<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const response = await fetch(withParameters(options), {
    method: options.method ?? 'GET',
    headers: { 'content-type': 'application/json' },
    body: options.data === undefined ? undefined : JSON.stringify(options.data),
  });
  const data = (await response.json()) as T;
  const { ok, status, statusText, headers, redirected, type, url } = response;
  const answer = { data, ok, status, statusText, headers, redirected, type, url, config: options };
  if (!ok) {
    throw answer;
  }
  return answer;
}

/** Lists are written as one parameter for each value, as Grafana writes them. */
function withParameters({ url, params }: BackendSrvRequest): string {
  const pairs = Object.entries(params ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)])
  );
  const absolute = url.startsWith('/') ? url : `/${url}`;
  return pairs.length > 0 ? `${absolute}?${new URLSearchParams(pairs)}` : absolute;
}

const withBody = (method: string) => async (url: string, data?: unknown) => (await send({ url, method, data })).data;

/** Grafana's way to its server, without its caches and messages. */
export const backend = {
  fetch: (options: BackendSrvRequest) => from(send(options)),
  request: async (options: BackendSrvRequest) => (await send(options)).data,
  datasourceRequest: send,
  get: async (url: string, params?: BackendSrvRequest['params']) => (await send({ url, params })).data,
  post: withBody('POST'),
  put: withBody('PUT'),
  patch: withBody('PATCH'),
  delete: withBody('DELETE'),
} as unknown as BackendSrv;

const channels = new Map<string, ReplaySubject<LiveChannelEvent<unknown>>>();

function channel(id: string) {
  const known = channels.get(id) ?? new ReplaySubject<LiveChannelEvent<unknown>>();
  channels.set(id, known);
  return known;
}

export const live = {
  getStream: (address: { scope: string; stream: string; path: string }) =>
    channel([address.scope, address.stream, address.path].join('/')),
} as unknown as GrafanaLiveSrv;

/** An event of a channel, sent by a test. */
export function sendLive(id: string, event: LiveChannelEvent<unknown>) {
  channel(id).next(event);
}

/** As when nothing was sent yet. */
export function forgetLive() {
  channels.clear();
}

export { templates } from '../../support/templates';
