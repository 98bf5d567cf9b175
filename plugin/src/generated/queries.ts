// Written by EditorTypesTests of the service's tests, with GITOPS_UPDATE_GOLDENS=1. Not to be changed by hand.
import { QueryDescription } from '../queryDescription';

/** Every field of every query. */
export interface QueryFields {
  applications?: string[];
  authors?: string[];
  branches?: string[];
  clusters?: string[];
  dimension?: 'both' | 'health' | 'sync';
  environments?: string[];
  format?: 'logs' | 'numeric' | 'table';
  kinds?: Array<'DriftCorrection' | 'DryRun' | 'Full' | 'Install' | 'Rollback' | 'Selective' | 'SelfHeal' | 'Uninstall' | 'Upgrade'>;
  labels?: 'detail' | 'identity';
  limit?: number;
  namespaces?: string[];
  operators?: string[];
  outcome?: 'all' | 'failed' | 'succeeded';
  paths?: string[];
  phases?: Array<'Error' | 'Failed' | 'Running' | 'Succeeded' | 'Terminating' | 'Unknown'>;
  projects?: string[];
  repositories?: string[];
  resources?: 'each' | 'kinds' | 'none';
  scopes?: string[];
  search?: string;
  sources?: string[];
  states?: Array<'Dead' | 'Done' | 'Ignored' | 'Waiting'>;
  types?: string[];
  values?: Array<'dead' | 'degraded' | 'failed' | 'failing' | 'lag_seconds' | 'missing' | 'needs_attention' | 'oldest_age_seconds' | 'oldest_waiting_seconds' | 'out_of_sync' | 'over_budget' | 'pending_commits' | 'progressing' | 'ready' | 'stale' | 'suspended' | 'sync_delay_seconds' | 'sync_delay_unknown' | 'waiting' | 'watch_failing'>;
}

/** What the companion of this version can be asked. */
export const queries: QueryDescription[] = [
  {
    "name": "sync_status",
    "help": "Every application now: sync, health, desired and deployed revision, commits behind, sync delay against budget, last sync",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names or URLs of repositories that applications are built from",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, namespace, project, environment or message",
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
    "name": "sync_health",
    "help": "The state of each application as numbers, for alert rules and stats",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names or URLs of repositories that applications are built from",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, namespace, project, environment or message",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      },
      {
        "name": "values",
        "option": "value",
        "kind": "list",
        "help": "Numbers to answer with; default all, for an alert rule needs_attention",
        "resource": null,
        "choices": [
          "needs_attention",
          "out_of_sync",
          "degraded",
          "missing",
          "progressing",
          "failed",
          "suspended",
          "stale",
          "sync_delay_seconds",
          "over_budget",
          "sync_delay_unknown"
        ]
      },
      {
        "name": "labels",
        "option": "labels",
        "kind": "text",
        "help": "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "resource": null,
        "choices": [
          "identity",
          "detail"
        ]
      }
    ]
  },
  {
    "name": "pending_commits",
    "help": "Commits that are merged and not yet deployed, for each application, with age against budget; oldest first",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names or URLs of repositories that applications are built from",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in subject or author; with numbers, in what names the application",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      },
      {
        "name": "format",
        "option": "shape",
        "kind": "text",
        "help": "A row for each commit, or numbers for each application (alert rules always get numbers)",
        "resource": null,
        "choices": [
          "table",
          "numeric"
        ]
      },
      {
        "name": "values",
        "option": "value",
        "kind": "list",
        "help": "Numbers to answer with; default all, for an alert rule oldest_age_seconds",
        "resource": null,
        "choices": [
          "oldest_age_seconds",
          "pending_commits",
          "over_budget"
        ]
      },
      {
        "name": "labels",
        "option": "labels",
        "kind": "text",
        "help": "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "resource": null,
        "choices": [
          "identity",
          "detail"
        ]
      }
    ]
  },
  {
    "name": "operators",
    "help": "Workloads of each operator: ready, version, message; and our watches of its objects: phase, last error, missing rights",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, component, version or message",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      },
      {
        "name": "format",
        "option": "shape",
        "kind": "text",
        "help": "All columns, or numbers alone (alert rules always get numbers)",
        "resource": null,
        "choices": [
          "table",
          "numeric"
        ]
      },
      {
        "name": "values",
        "option": "value",
        "kind": "list",
        "help": "Numbers to answer with; default all, for an alert rule failing",
        "resource": null,
        "choices": [
          "failing",
          "ready",
          "watch_failing"
        ]
      },
      {
        "name": "labels",
        "option": "labels",
        "kind": "text",
        "help": "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "resource": null,
        "choices": [
          "identity",
          "detail"
        ]
      }
    ]
  },
  {
    "name": "sync_events",
    "help": "Every sync attempt, also failed, partial and self-healed ones, newest first",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "phases",
        "option": "phase",
        "kind": "list",
        "help": "How far attempts are, or how they ended",
        "resource": null,
        "choices": [
          "Unknown",
          "Running",
          "Terminating",
          "Failed",
          "Error",
          "Succeeded"
        ]
      },
      {
        "name": "kinds",
        "option": "kind",
        "kind": "list",
        "help": "What attempts were for",
        "resource": null,
        "choices": [
          "Full",
          "Selective",
          "SelfHeal",
          "DryRun",
          "Rollback",
          "DriftCorrection",
          "Install",
          "Upgrade",
          "Uninstall"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in message, initiator or revision",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      },
      {
        "name": "format",
        "option": "as",
        "kind": "text",
        "help": "Rows of a table or lines of a log",
        "resource": null,
        "choices": [
          "table",
          "logs"
        ]
      }
    ]
  },
  {
    "name": "sync_timeline",
    "help": "Sync and health states over time, for the state timeline panel",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "dimension",
        "option": "dimension",
        "kind": "text",
        "help": "Which states",
        "resource": null,
        "choices": [
          "both",
          "sync",
          "health"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, namespace, project, environment or message",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most applications",
        "resource": null
      }
    ]
  },
  {
    "name": "deployments",
    "help": "Deployments with commits, authors, change types, lead time and duration, newest first",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "outcome",
        "option": "outcome",
        "kind": "text",
        "help": "Deployments, failed attempts at one, or both",
        "resource": null,
        "choices": [
          "succeeded",
          "failed",
          "all"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in message, initiator or revision",
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
    "name": "deployment_annotations",
    "help": "Deployments as annotations: points, or regions for those that took a minute or more, with commits and links",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "outcome",
        "option": "outcome",
        "kind": "text",
        "help": "Deployments, failed attempts at one, or both",
        "resource": null,
        "choices": [
          "succeeded",
          "failed",
          "all"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in message, initiator or revision",
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
    "name": "topology",
    "help": "Repositories, sources, applications, their parents and resources as a node graph",
    "hasTimeRange": false,
    "parameters": [
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "resources",
        "option": "resources",
        "kind": "text",
        "help": "Resources by kind, each resource, or none",
        "resource": null,
        "choices": [
          "kinds",
          "each",
          "none"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in name, namespace, project, environment or message",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most nodes",
        "resource": null
      }
    ]
  },
  {
    "name": "commits",
    "help": "Commits with author, type, scope, subject, issue keys and size, where they are deployed and where they wait, newest first",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "repositories",
        "option": "repository",
        "kind": "list",
        "help": "Names of repositories",
        "resource": "repositories",
        "narrowedBy": []
      },
      {
        "name": "branches",
        "option": "branch",
        "kind": "list",
        "help": "Branches that reach the commit",
        "resource": "branches",
        "narrowedBy": [
          "repository"
        ]
      },
      {
        "name": "authors",
        "option": "author",
        "kind": "list",
        "help": "Names or addresses of authors or co-authors",
        "resource": "authors",
        "narrowedBy": [
          "repository"
        ]
      },
      {
        "name": "types",
        "option": "type",
        "kind": "list",
        "help": "Change types, such as feat, fix, revert, merge, other",
        "resource": "types",
        "narrowedBy": [
          "repository"
        ]
      },
      {
        "name": "scopes",
        "option": "scope",
        "kind": "list",
        "help": "Scopes of the change, as in fix(scope)",
        "resource": "scopes",
        "narrowedBy": [
          "repository"
        ]
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
      },
      {
        "name": "clusters",
        "option": "cluster",
        "kind": "list",
        "help": "Clusters that hold the application's object, by their configured names",
        "resource": "clusters",
        "canExclude": true,
        "narrowedBy": [
          "environment",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "environments",
        "option": "environment",
        "kind": "list",
        "help": "Environments, such as production, or !production for all others; none: applications without one",
        "resource": "environments",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "application",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "applications",
        "option": "application",
        "kind": "list",
        "help": "Applications, as name or namespace/name",
        "resource": "applications",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "project",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "projects",
        "option": "project",
        "kind": "list",
        "help": "Argo CD projects",
        "resource": "projects",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "namespace",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "namespaces",
        "option": "namespace",
        "kind": "list",
        "help": "Namespaces that applications deploy to; their own where they name none",
        "resource": "namespaces",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "operator",
          "kind",
          "sync",
          "health",
          "repository"
        ]
      },
      {
        "name": "operators",
        "option": "operator",
        "kind": "list",
        "help": "Operators: argocd, flux",
        "resource": "operators",
        "canExclude": true,
        "narrowedBy": [
          "cluster",
          "environment",
          "application",
          "project",
          "namespace",
          "kind",
          "sync",
          "health",
          "repository"
        ]
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
        "resource": "repositories",
        "narrowedBy": []
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
      },
      {
        "name": "format",
        "option": "shape",
        "kind": "text",
        "help": "All columns, or numbers alone (alert rules always get numbers)",
        "resource": null,
        "choices": [
          "table",
          "numeric"
        ]
      },
      {
        "name": "values",
        "option": "value",
        "kind": "list",
        "help": "Numbers to answer with; default all, for an alert rule failing",
        "resource": null,
        "choices": [
          "failing",
          "lag_seconds"
        ]
      },
      {
        "name": "labels",
        "option": "labels",
        "kind": "text",
        "help": "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "resource": null,
        "choices": [
          "identity",
          "detail"
        ]
      }
    ]
  },
  {
    "name": "inbox",
    "help": "Deliveries of webhooks, newest first: what each led to, or why it was ignored or given up",
    "hasTimeRange": true,
    "parameters": [
      {
        "name": "sources",
        "option": "source",
        "kind": "list",
        "help": "Names of receivers, as hooks.receivers has them",
        "resource": null
      },
      {
        "name": "states",
        "option": "state",
        "kind": "list",
        "help": "How far deliveries are, or how they ended",
        "resource": null,
        "choices": [
          "Waiting",
          "Done",
          "Ignored",
          "Dead"
        ]
      },
      {
        "name": "search",
        "option": "search",
        "kind": "text",
        "help": "A text in delivery, event or outcome",
        "resource": null
      },
      {
        "name": "limit",
        "option": "limit",
        "kind": "count",
        "help": "The most rows",
        "resource": null
      },
      {
        "name": "format",
        "option": "shape",
        "kind": "text",
        "help": "Each delivery, or numbers for each receiver (alert rules always get numbers)",
        "resource": null,
        "choices": [
          "table",
          "numeric"
        ]
      },
      {
        "name": "values",
        "option": "value",
        "kind": "list",
        "help": "Numbers to answer with; default all, for an alert rule dead",
        "resource": null,
        "choices": [
          "dead",
          "waiting",
          "oldest_waiting_seconds"
        ]
      }
    ]
  }
];
