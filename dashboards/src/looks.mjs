// Units, thresholds and colours that mean the same on every dashboard.

export const seconds = 's';
export const share = 'percentunit';
export const perSecond = 'cps';
export const ago = 'dateTimeFromNow';

/** Colours from a value on; the first holds below all others. */
export const thresholds = (first, ...steps) => ({
  mode: 'absolute',
  steps: [{ color: first, value: null }, ...steps.map(([value, color]) => ({ color, value }))],
});

/** Quiet while there is none, red from the first on. */
export const none = thresholds('green', [1, 'red']);

/** The same for what needs a look and is no failure. */
export const few = thresholds('green', [1, 'orange']);

/** Neither good nor bad. */
export const plain = thresholds('text');

export const fixed = (fixedColor) => ({ mode: 'fixed', fixedColor });

/** Gives the fields of these names properties. */
export const override = (name, properties) => ({ matcher: matcher(name), properties: list(properties) });

// Grafana takes the name `time` for any time field of a frame without a type's version, so it is named by a pattern.
const matcher = (name) => (name === 'time' ? { id: 'byRegexp', options: '/^time$/' } : { id: 'byName', options: name });

const escaped = (name) => name.replace(/[()]/g, '\\$&');

const list = (properties) => Object.entries(properties).map(([id, value]) => ({ id, value }));

/** Grafana writes a panel's text for no data into every empty cell, and into links that read one, unless a column says otherwise. */
export const emptyCells = { matcher: { id: 'byRegexp', options: '/.*/' }, properties: list({ noValue: '' }) };

/**
 * Hides every column but these. The pattern goes before the overrides that name columns, since it is compared with the shown name.
 * Columns are hidden and not filtered out: links read addresses from them, and the frame counts its key columns by place.
 */
export const hideAllBut = (names) => ({
  matcher: { id: 'byRegexp', options: `/^(?!(?:${names.map(escaped).join('|')})$)/` },
  // Grafana 12.2 moved the first to the second.
  properties: list({ 'custom.hidden': true, 'custom.hideFrom': { legend: false, tooltip: false, viz: true } }),
});
