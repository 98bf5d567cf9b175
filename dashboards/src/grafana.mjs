// What every dashboard here is made of, in Grafana's classic dashboard JSON.

/** Read by Grafana 11.6 and every later one, which bring it up to their own version when they load it. */
const schemaVersion = 41;

/** Grid columns of a dashboard. */
const columns = 24;

export const gitops = { type: 'gitops-companion-datasource', uid: '${gitops}' };
export const prometheus = { type: 'prometheus', uid: '${prometheus}' };

/** A question to the companion; Grafana's variables stand in its lists. */
export const ask = (queryType, fields = {}, refId = 'A') => ({ refId, datasource: gitops, queryType, ...fields });

/** A question to Prometheus about a time range. */
export const range = (expr, legendFormat, refId = 'A') => ({
  refId,
  datasource: prometheus,
  editorMode: 'code',
  expr,
  legendFormat,
  range: true,
  instant: false,
});

/** A panel. `size` is [columns, rows]; its id never changes, because links and annotations name it. */
export function panel({ id, type, title, description, size, targets, options, defaults = {}, overrides = [], ...rest }) {
  const data = targets ? { datasource: targets[0].datasource, targets } : {};
  return { id, type, title, description, size, ...data, fieldConfig: { defaults, overrides }, options, ...rest };
}

/** A row and the panels in it. A collapsed row asks nothing until somebody opens it. */
export const row = (id, title, panels, collapsed = false) => ({ id, title, panels, collapsed });

/** Panels flow from left to right, row by row, as text does. */
function place(panels, top) {
  let [x, y, height] = [0, top, 0];
  const placed = panels.map(({ size: [w, h], ...panel }) => {
    if (x + w > columns) [x, y, height] = [0, y + height, 0];
    const gridPos = { x, y, w, h };
    [x, height] = [x + w, Math.max(height, h)];
    return { ...panel, gridPos };
  });
  return { placed, bottom: y + height };
}

function layOut(rows) {
  let y = 0;
  return rows.flatMap(({ id, title, panels, collapsed }) => {
    const header = { id, type: 'row', title, collapsed, gridPos: { x: 0, y, w: columns, h: 1 } };
    const { placed, bottom } = place(panels, y + 1);
    y = collapsed ? y + 1 : bottom;
    return collapsed ? [{ ...header, panels: placed }] : [{ ...header, panels: [] }, ...placed];
  });
}

const alerts = {
  builtIn: 1,
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  name: 'Annotations & Alerts',
  type: 'dashboard',
};

export const dashboard = ({ uid, title, description, variables, annotations = [], from, rows }) => ({
  uid,
  title: `GitOps: ${title}`,
  description,
  tags: ['gitops'],
  schemaVersion,
  version: 1,
  editable: true,
  fiscalYearStartMonth: 0,
  graphTooltip: 1,
  timezone: 'browser',
  weekStart: '',
  time: { from, to: 'now' },
  timepicker: {},
  refresh: '30s',
  links: [
    {
      type: 'dashboards',
      title: 'GitOps',
      tags: ['gitops'],
      asDropdown: true,
      includeVars: true,
      keepTime: true,
      targetBlank: false,
      icon: 'external link',
      tooltip: 'The other dashboards, with the same filters',
      url: '',
    },
  ],
  annotations: { list: [alerts, ...annotations] },
  templating: { list: variables },
  panels: layOut(rows),
});
