import { GitOpsQuery } from './types';

type Saved = Record<string, unknown>;

/** Version n of a saved query becomes version n + 1 by the function at place n. A released one never changes. */
const migrations: Array<(query: Saved) => Saved> = [listsAndNumbers];

/** The version that the editor writes. */
export const schemaVersion = migrations.length;

/** A saved query in today's form. One of a newer version than ours is left as it is. */
export function migrateQuery(saved: GitOpsQuery): GitOpsQuery {
  const from = saved.schemaVersion ?? 0;
  if (from >= schemaVersion) {
    return saved;
  }
  const migrated = migrations.slice(from).reduce((query, migrate) => migrate(query), { ...saved } as Saved);
  return { ...migrated, schemaVersion } as unknown as GitOpsQuery;
}

/** Version 0 is written by hand, in provisioned files: the companion takes a text for a list and for a number, the editor does not. */
function listsAndNumbers(query: Saved): Saved {
  const lists = [
    ...['applications', 'authors', 'branches', 'clusters', 'environments', 'namespaces', 'operators', 'paths'],
    ...['projects', 'repositories', 'scopes', 'types'],
  ];
  const migrated = { ...query };
  for (const name of lists) {
    const value = query[name];
    if (typeof value === 'string') {
      migrated[name] = value === '' ? [] : [value];
    }
  }
  if (typeof query.limit === 'string' && /^\d+$/.test(query.limit)) {
    migrated.limit = Number(query.limit);
  }
  return migrated;
}
