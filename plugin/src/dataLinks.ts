import { DataFrame, DataLink, Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import { findQuery, filtersOf } from './queryTable';
import { QueryDescription } from './queryDescription';
import { GitOpsOptions, GitOpsQuery, LinkTemplate } from './types';

interface Links {
  table: QueryDescription[];
  options: GitOpsOptions;
  uid: string;
  name: string;
}

/** The names of other cells in a link, as Grafana writes them. */
const cells = /\$\{__data\.fields\.(\w+)(?::\w+)?\}/g;

/**
 * What a row leads to: an application to its dashboard and to questions about it in Explore, and any column to where the data
 * source's page says. Links of the companion stay first.
 */
export function addLinks(frame: DataFrame, links: Links): DataFrame {
  const names = frame.fields.map((field) => field.name);
  const added = names.map((name) => linksOf(name, names, links));
  if (added.every((ofColumn) => ofColumn.length === 0)) {
    return frame;
  }
  return { ...frame, fields: frame.fields.map((field, column) => withLinks(field, added[column]!)) };
}

/** False for an address that no browser should follow from a table, such as `javascript:`. */
export function isAddress(url: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|\$\{)/.test(url);
}

function linksOf(column: string, names: string[], links: Links): DataLink[] {
  const templates = links.options.links ?? [];
  const own = templates.filter((link) => link.column === column && isUsable(link, names));
  const ofApplications =
    column === 'application' ? [...dashboardLinks(names, links), ...exploreLinks(names, links)] : [];
  return [...ofApplications, ...own.map(({ title, url }) => ({ title, url, targetBlank: true }))];
}

/** A link that names a cell which the row has not would lead nowhere. */
function isUsable({ title, url }: LinkTemplate, names: string[]): boolean {
  return title !== '' && isAddress(url) && [...url.matchAll(cells)].every(([, name]) => names.includes(name!));
}

function withLinks(field: Field, added: DataLink[]): Field {
  if (added.length === 0) {
    return field;
  }
  return { ...field, config: { ...field.config, links: [...(field.config.links ?? []), ...added] } };
}

/** The columns that say which application a row is about, as far as the frame has them. */
function identity(names: string[]): string[] {
  return ['cluster', 'environment', 'application'].filter((name) => names.includes(name));
}

function dashboardLinks(names: string[], { options }: Links): DataLink[] {
  if (!options.applicationDashboard) {
    return [];
  }
  const variables = identity(names).map((name) => `var-${name}=\${__data.fields.${name}:percentencode}`);
  const url = `/d/${encodeURIComponent(options.applicationDashboard)}?\${__url_time_range}&${variables.join('&')}`;
  return [{ title: t('data-links.dashboard', 'Show dashboard of application'), url }];
}

function exploreLinks(names: string[], { table, uid, name }: Links): Array<DataLink<GitOpsQuery>> {
  const questions = [
    { queryType: 'deployments', title: t('data-links.deployments', 'Explore its deployments') },
    { queryType: 'pending_commits', title: t('data-links.pending-commits', 'Explore its pending commits') },
  ];
  return questions
    .filter(({ queryType }) => findQuery(table, queryType))
    .map(({ queryType, title }) => {
      const filters = filtersOf(findQuery(table, queryType)).filter((filter) =>
        identity(names).includes(filter.option)
      );
      const values = filters.map((filter) => [filter.name, [`\${__data.fields.${filter.option}}`]]);
      const query = { refId: 'A', queryType, ...Object.fromEntries(values) } as GitOpsQuery;
      return { title, url: '', internal: { datasourceUid: uid, datasourceName: name, query } };
    });
}
