import { TextDecoder, TextEncoder } from 'node:util';

// What @grafana/* expects of a browser and jsdom has not.
Object.assign(globalThis, { TextEncoder, TextDecoder });
