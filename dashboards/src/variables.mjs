// Variables of the dashboards. A later one is narrowed by the earlier ones.

import { gitops } from './grafana.mjs';

const dataSource = (name, label, type, uid) => ({
  type: 'datasource',
  name,
  label,
  query: type,
  refresh: 1,
  regex: '',
  multi: false,
  includeAll: false,
  hide: 0,
  options: [],
  current: { text: uid, value: uid },
});

export const gitopsSource = dataSource('gitops', 'GitOps', 'gitops-companion-datasource', 'gitops');
export const prometheusSource = dataSource('prometheus', 'Prometheus', 'prometheus', 'prometheus');

const all = { text: 'All', value: '$__all' };

/**
 * Values that the companion lists. `narrowedBy` names parameters of the companion and the variables that hold their values.
 * Where applications may have no such value, or very many do, `whole` makes "All" no filter at all instead of all listed values.
 */
export const listed = (name, label, resource, { narrowedBy = {}, multi = true, whole = false, current, hide = 0 } = {}) => ({
  type: 'query',
  name,
  label,
  datasource: gitops,
  query: {
    refId: 'variable',
    resource,
    filters: Object.fromEntries(Object.entries(narrowedBy).map(([parameter, variable]) => [parameter, [`$${variable}`]])),
  },
  refresh: 1,
  sort: 1,
  regex: '',
  multi,
  hide,
  options: [],
  includeAll: multi || whole,
  ...(whole && { allValue: all.value }),
  ...((current ?? (multi && all)) && { current: current ?? all }),
});

export const cluster = listed('cluster', 'Cluster', 'clusters');
export const environment = listed('environment', 'Environment', 'environments', { narrowedBy: { clusters: 'cluster' }, whole: true });

/** A choice of texts. The shown names stay chosen when a variable within their texts gets another value. */
export const choice = (name, label, description, choices) => {
  const [[text, value]] = choices;
  return {
    type: 'custom',
    name,
    label,
    description,
    multi: false,
    includeAll: false,
    hide: 0,
    options: [],
    skipUrlSync: false,
    query: choices.map((texts) => texts.map((one) => one.replaceAll(',', '\\,')).join(' : ')).join(', '),
    current: { text, value },
  };
};

/** Series of the chosen clusters, and those of a Prometheus that sees one cluster and does not name it. */
export const clusterSelector = choice(
  'selector',
  'Series',
  'How Prometheus names clusters. The label `cluster` should hold the name that the companion gives the cluster.',
  [
    ['Label cluster, or none', 'cluster=~"${cluster:pipe}|"'],
    ['Everything', 'job=~".*"'],
  ],
);

/** The text that a search looks for. */
export const search = {
  type: 'textbox',
  name: 'search',
  label: 'Search',
  description: 'A text in name, namespace, project, environment or message',
  query: '',
  hide: 0,
  options: [],
  current: { text: '', value: '' },
};

const place = { clusters: 'cluster', environments: 'environment' };

export const operator = listed('operator', 'Operator', 'operators', { narrowedBy: place });
export const project = listed('project', 'Project', 'projects', { narrowedBy: place, whole: true });
export const applications = listed('application', 'Application', 'applications', { narrowedBy: place, whole: true });
export const application = listed('application', 'Application', 'applications', { narrowedBy: place, multi: false });

/** Filters of the companion from the variables of these names. */
export const filters = (...names) => Object.fromEntries(names.map((name) => [`${name}s`, [`$${name}`]]));
