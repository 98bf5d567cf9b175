import { DataFrame, DataLink, Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import { findQuery, filtersOf } from './queryTable';
import { GitOpsOptions, GitOpsQuery, QueryDescription } from './types';

interface Links {
  table: QueryDescription[];
  options: GitOpsOptions;
  uid: string;
  name: string;
}

/** What a row's application leads to: its dashboard, and questions about it in Explore. Links of the companion stay first. */
export function addLinks(frame: DataFrame, links: Links): DataFrame {
  const names = frame.fields.map((field) => field.name);
  if (!names.includes('application')) {
    return frame;
  }
  const added = [...dashboardLinks(names, links), ...exploreLinks(names, links)];
  const fields = frame.fields.map((field) => (field.name === 'application' ? withLinks(field, added) : field));
  return { ...frame, fields };
}

function withLinks(field: Field, added: DataLink[]): Field {
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
