// Written by EditorTypesTests of the service's tests, with GITOPS_UPDATE_GOLDENS=1. Not to be changed by hand.
import { QueryDescription } from '../types';

/** Every field of every query. */
export interface QueryFields {
  authors?: string[];
  branches?: string[];
  limit?: number;
  paths?: string[];
  repositories?: string[];
  scopes?: string[];
  search?: string;
  types?: string[];
}

/** What the companion of this version can be asked. */
export const queries: QueryDescription[] = [
  {
    "name": "commits",
    "help": "Commits with author, type, scope, subject, issue keys and size, newest first",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories"
      },
      {
        "name": "branches",
        "option": "branch",
        "kind": "list",
        "help": "Branches that reach the commit",
        "resource": "branches"
      },
      {
        "name": "authors",
        "option": "author",
        "kind": "list",
        "help": "Names or addresses of authors or co-authors",
        "resource": "authors"
      },
      {
        "name": "types",
        "option": "type",
        "kind": "list",
        "help": "Change types, such as feat, fix, revert, merge, other",
        "resource": "types"
      },
      {
        "name": "scopes",
        "option": "scope",
        "kind": "list",
        "help": "Scopes of the change, as in fix(scope)",
        "resource": "scopes"
      },
      {
        "name": "paths",
        "option": "path",
        "kind": "list",
        "help": "Folders or files that the commit changed",
        "resource": null
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in subject or body, or the beginning of the object id",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      }
    ]
  },
  {
    "name": "repositories",
    "help": "State of each repository: last fetch, lag, error, commits, branches, size",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories"
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, URL, error or notice",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      }
    ]
  }
];
