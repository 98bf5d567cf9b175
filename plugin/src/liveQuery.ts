import {
  DataFrameJSON,
  DataQueryResponse,
  LiveChannelConnectionState,
  LiveChannelEvent,
  LiveChannelScope,
  LoadingState,
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
} from '@grafana/data';
import { GrafanaLiveSrv } from '@grafana/runtime';
import { EMPTY, Observable, Subject, catchError, merge, of, switchMap, tap, throttleTime } from 'rxjs';
import { LiveChannel } from './liveChannel';
import { LiveTable } from './liveTable';

/** The least time between two questions that changes give rise to, in milliseconds. */
const pause = 1_000;

export interface LiveQuery {
  live: GrafanaLiveSrv;
  /** The data source's uid. */
  uid: string;
  /** A channel that tells more than the answer holds makes each change ask again. */
  channel: LiveChannel;
  /** Asks the question. */
  ask: () => Observable<DataQueryResponse>;
}

/**
 * Asks, and then keeps the answer up to date by the channel's messages. The answer is asked for again whenever the connection is
 * made anew, because what happened meanwhile was not told. Without Grafana Live it is the plain answer.
 */
export function followLive(query: LiveQuery): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    const askAgain = new Subject<void>();
    const answers = new LiveAnswer(query.channel.isNarrowed);
    const changes = query.live.getStream<DataFrameJSON>(addressOf(query)).pipe(
      tap((event) => isConnected(event) && askAgain.next()),
      switchMap((event) => {
        const response = answers.take(event);
        if (response === 'ask again') {
          askAgain.next();
          return EMPTY;
        }
        return response ? of(response) : EMPTY;
      }),
      // The answer itself is there all the same, and the next refresh brings the next one.
      catchError(() => EMPTY)
    );
    const asked = merge(
      of(undefined),
      askAgain.pipe(throttleTime(pause, undefined, { leading: true, trailing: true }))
    );
    const subscription = asked
      .pipe(
        tap(() => answers.begin()),
        switchMap(() => query.ask()),
        tap((response) => subscriber.next(answers.answer(response)))
      )
      .subscribe({ error: (error) => subscriber.error(error) });
    subscription.add(changes.subscribe((response) => subscriber.next(response)));
    return subscription;
  });
}

/** The latest answer, with what the channel has told since it was asked for. */
class LiveAnswer {
  private response?: DataQueryResponse;
  private table?: LiveTable;
  private schema: DataFrameJSON['schema'];
  /** What was told while a question is on its way; undefined while none is. */
  private sinceAsked?: DataFrameJSON[];

  constructor(private readonly isNarrowed: boolean) {}

  begin() {
    this.sinceAsked = [];
  }

  answer(response: DataQueryResponse): DataQueryResponse {
    const [frame, ...others] = response.data;
    this.response = response;
    this.table = frame && others.length === 0 && !this.isNarrowed ? new LiveTable(frame) : undefined;
    for (const message of this.sinceAsked ?? []) {
      this.table?.take(message.schema, message.data);
    }
    this.sinceAsked = undefined;
    return this.streaming(this.table ? [this.table.toFrame()] : response.data);
  }

  take(event: LiveChannelEvent<DataFrameJSON>): DataQueryResponse | 'ask again' | undefined {
    // A channel that is joined late tells its schema with the status.
    const message: DataFrameJSON | undefined = 'message' in event ? event.message : undefined;
    this.schema = message?.schema ?? this.schema;
    if (!isLiveChannelMessageEvent(event) || !message?.data) {
      return undefined;
    }
    if (this.isNarrowed) {
      return 'ask again';
    }
    this.sinceAsked?.push({ schema: this.schema, data: message.data });
    if (!this.table) {
      return undefined;
    }
    return this.table.take(this.schema, message.data) ? this.streaming([this.table.toFrame()]) : 'ask again';
  }

  private streaming(data: DataQueryResponse['data']): DataQueryResponse {
    const state = this.response?.errors?.length ? LoadingState.Error : LoadingState.Streaming;
    return { ...this.response, data, state };
  }
}

function isConnected(event: LiveChannelEvent<DataFrameJSON>): boolean {
  return isLiveChannelStatusEvent(event) && event.state === LiveChannelConnectionState.Connected;
}

function addressOf({ uid, channel }: LiveQuery) {
  const scope = LiveChannelScope.DataSource;
  // Grafana 11 calls the data source's part of the address "namespace", later ones "stream".
  return { scope, stream: uid, namespace: uid, path: channel.path };
}
