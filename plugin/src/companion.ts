import { DataSourceApi } from '@grafana/data';
import { QueryDescription } from './queryDescription';
import { GitOpsOptions, GitOpsQuery, ListedValue } from './types';

/** What editors and lists ask the data source. It is made of them, so they know no more of it. */
export interface Companion {
  readonly options: GitOpsOptions;

  /** What the companion can be asked: until it has told, what the one of our own version can. */
  readonly table: QueryDescription[];

  /** Asks the companion once what it can be asked; it may be older or newer than this code. */
  loadTable(): Promise<QueryDescription[]>;

  /** Values to choose from, narrowed by others: parameters by their singular names, such as `cluster`. */
  loadValues(resource: string, narrowing?: Record<string, string[]>, search?: string): Promise<ListedValue[]>;
}

/** As Grafana hands it to editors. */
export type CompanionDataSource = DataSourceApi<GitOpsQuery, GitOpsOptions> & Companion;
