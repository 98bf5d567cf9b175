import {
  DataFrameJSON,
  DataQueryResponse,
  FieldType,
  LiveChannelConnectionState,
  LiveChannelEvent,
  LiveChannelEventType,
  LoadingState,
  dataFrameFromJSON,
} from '@grafana/data';
import { GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, Subject, of, throwError } from 'rxjs';
import { LiveQuery, followLive } from './liveQuery';

const schema: DataFrameJSON['schema'] = {
  meta: { uniqueRowIdFields: [0] },
  fields: [
    { name: 'application', type: FieldType.string },
    { name: 'sync', type: FieldType.string },
  ],
};
const answer = (sync: string): DataQueryResponse => ({
  data: [dataFrameFromJSON({ schema, data: { values: [['web'], [sync]] } })],
  state: LoadingState.Done,
});
const message = (sync: string, withSchema = true): LiveChannelEvent<DataFrameJSON> => ({
  type: LiveChannelEventType.Message,
  message: { ...(withSchema && { schema }), data: { values: [['web'], [sync]] } },
});
const status = (first?: DataFrameJSON): LiveChannelEvent<DataFrameJSON> => ({
  type: LiveChannelEventType.Status,
  id: 'ds/gitops/sync_status',
  timestamp: 1,
  state: LiveChannelConnectionState.Connected,
  message: first,
});

const whole = { path: 'sync_status', isNarrowed: false };

class Channel {
  readonly events = new Subject<LiveChannelEvent<DataFrameJSON>>();
  readonly addresses: unknown[] = [];
  readonly shown: string[] = [];
  asked = 0;
  error?: unknown;

  follow(fields: Partial<LiveQuery> = {}) {
    const getStream = (address: unknown) => {
      this.addresses.push(address);
      return this.events;
    };
    const ask = (): Observable<DataQueryResponse> => of(answer(`asked ${++this.asked}`));
    const live = { getStream } as unknown as GrafanaLiveSrv;
    return followLive({ live, uid: 'gitops', channel: whole, ask, ...fields }).subscribe({
      next: ({ data }) => this.shown.push(data[0].fields[1].values.join()),
      error: (error) => (this.error = error),
    });
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the answer comes first, then what the channel tells', () => {
  const channel = new Channel();
  channel.follow();
  channel.events.next(message('failed'));
  channel.events.next(message('synced', false));

  expect(channel.shown).toEqual(['asked 1', 'failed', 'synced']);
});

test('the channel is named for Grafana 11 and for later ones', () => {
  const channel = new Channel();
  channel.follow();

  expect(channel.addresses).toEqual([{ scope: 'ds', stream: 'gitops', namespace: 'gitops', path: 'sync_status' }]);
});

test('a channel that was joined late tells its columns with its status', () => {
  const channel = new Channel();
  channel.follow();
  channel.events.next({
    ...status({ schema, data: { values: [['web'], ['old']] } }),
    state: LiveChannelConnectionState.Pending,
  } as never);
  channel.events.next(message('failed', false));

  expect(channel.shown).toEqual(['asked 1', 'failed']);
});

test('a new connection asks again, because nobody told what happened meanwhile', () => {
  const channel = new Channel();
  channel.follow();
  channel.events.next(status());

  expect(channel.shown).toEqual(['asked 1', 'asked 2']);
});

test('what was told while the question was on its way is not lost', () => {
  const channel = new Channel();
  const slow = new Subject<DataQueryResponse>();
  channel.follow({ ask: () => slow });
  channel.events.next(message('told meanwhile'));
  slow.next(answer('answered'));

  expect(channel.shown).toEqual(['told meanwhile']);
});

test('changes to a narrowed answer ask again, at most once a second', () => {
  const channel = new Channel();
  channel.follow({ channel: { ...whole, isNarrowed: true } });
  for (let change = 0; change < 10; change++) {
    channel.events.next(message('failed'));
  }
  expect(channel.asked).toBe(2);

  jest.advanceTimersByTime(1_000);
  expect(channel.asked).toBe(3);
  jest.advanceTimersByTime(10_000);
  expect(channel.asked).toBe(3);
});

test('rows of other columns ask again', () => {
  const channel = new Channel();
  channel.follow();
  const other = { fields: [{ name: 'other', type: FieldType.string }] };
  channel.events.next({ type: LiveChannelEventType.Message, message: { schema: other, data: { values: [['x']] } } });

  expect(channel.shown).toEqual(['asked 1', 'asked 2']);
});

test('without Grafana Live there is the answer', () => {
  const channel = new Channel();
  channel.follow({ live: { getStream: () => throwError(() => new Error('off')) } as unknown as GrafanaLiveSrv });

  expect(channel.shown).toEqual(['asked 1']);
  expect(channel.error).toBeUndefined();
});

test("the question's failure is the panel's", () => {
  const channel = new Channel();
  channel.follow({ ask: () => throwError(() => new Error('no companion')) });

  expect(channel.error).toEqual(new Error('no companion'));
});

test('a panel that is closed follows no more', () => {
  const channel = new Channel();
  channel.follow().unsubscribe();

  expect(channel.events.observed).toBe(false);
});
