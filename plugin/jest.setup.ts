import { TextDecoder, TextEncoder } from 'node:util';

// What @grafana/* expects of a browser and jsdom has not.
const matchMedia = () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined });
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, {
  TextEncoder,
  TextDecoder,
  matchMedia,
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
});
