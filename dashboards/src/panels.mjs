// The kinds of panels, with what all panels of a kind share.

import { ask, panel } from './grafana.mjs';
import { emptyCells, hideAllBut, override, thresholds } from './looks.mjs';

/** Lines over time. */
export const lines = ({ unit, min = 0, max, noValue, steps, stacked = false, decimals, overrides, ...rest }) =>
  panel({
    ...rest,
    type: 'timeseries',
    defaults: {
      unit,
      min,
      ...defined({ max, noValue, decimals }),
      color: { mode: 'palette-classic' },
      thresholds: steps ?? thresholds('green'),
      custom: {
        drawStyle: 'line',
        lineInterpolation: 'linear',
        lineWidth: 2,
        fillOpacity: stacked ? 30 : 8,
        showPoints: 'never',
        spanNulls: false,
        stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
        thresholdsStyle: { mode: steps ? 'dashed' : 'off' },
      },
    },
    overrides,
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  });

/** Large values. `columns` are the names of a table's columns with what they are called; their order is the order of the values. */
export const values = ({ columns, calc = 'first', colour = 'value', defaults = {}, transformations = [], ...rest }) =>
  panel({
    ...rest,
    type: 'stat',
    defaults,
    transformations: [...transformations, ...(columns ? pick(columns) : [])],
    options: {
      colorMode: colour,
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      textMode: 'auto',
      wideLayout: false,
      percentChangeColorMode: 'standard',
      showPercentChange: false,
      reduceOptions: { calcs: [calc], fields: columns ? '/.*/' : '', values: false },
    },
  });

/** How many applications each number of sync_health is true of. Few enough side by side to be read on a phone. */
export const sums = ({ named, thresholds: look, filters, ...rest }) =>
  values({
    ...rest,
    calc: 'sum',
    targets: [ask('sync_health', { ...filters, values: Object.keys(named) })],
    defaults: { noValue: 'No applications with these filters', thresholds: look },
    overrides: Object.entries(named).map(([column, displayName]) => override(column, { displayName })),
  });

/** A table. `columns` are the names of the columns to show, with what they are called or with properties. */
export const table = ({ columns, sortBy, defaults = {}, overrides = [], ...rest }) =>
  panel({
    ...rest,
    type: 'table',
    defaults: {
      ...defaults,
      custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false, filterable: false, ...defaults.custom },
    },
    overrides: [
      hideAllBut(Object.keys(columns)),
      emptyCells,
      ...Object.entries(columns).map(([name, look]) => override(name, typeof look === 'string' ? { displayName: look } : look)),
      ...overrides,
    ],
    options: { cellHeight: 'sm', showHeader: true, frameIndex: 0, sortBy: sortBy ? [sortBy] : [] },
  });

/** Horizontal bars, one for each row of a small table. */
export const bars = ({ unit = 'short', noValue, steps, limit = 12, overrides, ...rest }) =>
  panel({
    ...rest,
    type: 'bargauge',
    defaults: { unit, min: 0, ...defined({ noValue }), color: { mode: 'thresholds' }, thresholds: steps ?? thresholds('blue') },
    overrides,
    options: {
      displayMode: 'basic',
      orientation: 'horizontal',
      namePlacement: 'auto',
      showUnfilled: true,
      sizing: 'auto',
      valueMode: 'color',
      minVizHeight: 16,
      minVizWidth: 8,
      maxVizHeight: 40,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: true, limit },
    },
  });

/** States over time. */
export const states = ({ perPage = 20, noValue, ...rest }) =>
  panel({
    ...rest,
    type: 'state-timeline',
    defaults: { ...defined({ noValue }), custom: { fillOpacity: 80, lineWidth: 0 } },
    options: {
      alignValue: 'left',
      mergeValues: true,
      perPage,
      rowHeight: 0.85,
      showValue: 'auto',
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
  });

/** Words, for what no figure says. */
export const words = ({ content, ...rest }) => panel({ ...rest, type: 'text', options: { mode: 'markdown', content } });

/** Transformations that leave these columns, in this order and under these names. */
export const pick = (columns) => {
  const names = Object.keys(columns);
  return [
    { id: 'filterFieldsByName', options: { include: { names } } },
    {
      id: 'organize',
      options: { excludeByName: {}, indexByName: Object.fromEntries(names.map((name, index) => [name, index])), renameByName: columns },
    },
  ];
};

/** A transformation that makes a row of each combination of the keys. `figures` are columns with their reducers. */
export const groupBy = (keys, figures) => ({
  id: 'groupBy',
  options: {
    fields: Object.fromEntries([
      ...keys.map((key) => [key, { aggregations: [], operation: 'groupby' }]),
      ...Object.entries(figures).map(([name, aggregations]) => [name, { aggregations, operation: 'aggregate' }]),
    ]),
  },
});

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
