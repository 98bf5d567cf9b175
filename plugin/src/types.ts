import { DataSourceJsonData } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { QueryFields } from './generated/queries';

/** A query as dashboards save it. */
export interface GitOpsQuery extends DataQuery, QueryFields {
  /** The form in which it was saved; see migrations.ts. */
  schemaVersion?: number;
  /** Follow changes instead of waiting for the next refresh. */
  live?: boolean;
}

/** The query of a dashboard variable: the values of one resource, narrowed by filters. */
export interface GitOpsVariableQuery extends DataQuery {
  /** The name of the resource, such as `environments`. */
  resource?: string;
  /** Values that the resource is narrowed by, by the name of the parameter, such as `clusters`. */
  filters?: Record<string, string[]>;
}

/** What the data source's page saves openly. */
export interface GitOpsOptions extends DataSourceJsonData {
  /** Values that new queries begin with, by the name of the parameter, such as `environments`. */
  defaultFilters?: Record<string, string[]>;
  /** The uid of the dashboard that an application's name leads to. */
  applicationDashboard?: string;
  /** Links that columns get in every answer that has them. */
  links?: LinkTemplate[];
}

/** A link from each cell of a column, such as to a wiki's page about the application. */
export interface LinkTemplate {
  column: string;
  title: string;
  /** May hold other cells of the row: `${__data.fields.cluster}`. */
  url: string;
}

/** What the data source's page saves encrypted. */
export interface GitOpsSecrets {
  /** The companion's `plugin.token`. */
  companionToken?: string;
}

/** A value to choose, as the resources list it. */
export interface ListedValue {
  text: string;
  value: string;
}
