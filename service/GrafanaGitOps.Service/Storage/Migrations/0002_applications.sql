-- Moments are Unix milliseconds, durations milliseconds, lists and details JSON text. "x_not_before" beside "x" bounds a moment from below:
-- equal when it is exact, NULL when nothing is known. Numbers of states are those of the enums in Events, which therefore never change.

-- Rows of sync_events, which are too many to be counted for each collection of metrics.
ALTER TABLE ledger ADD COLUMN sync_events {integer} NOT NULL DEFAULT 0;

CREATE TABLE applications (
    id {identity},
    cluster {key} NOT NULL,
    operator {key} NOT NULL,
    kind {key} NOT NULL,
    namespace {key} NOT NULL,
    name {key} NOT NULL,
    uid TEXT NOT NULL,
    resource_version TEXT NOT NULL,
    -- Version of the ledger in which something that answers show has changed last; changes of last_looked alone do not count.
    changed_in {integer} NOT NULL,
    first_seen {integer} NOT NULL,
    observed_at {integer} NOT NULL,
    created_at {integer},
    -- NULL while the object is in the cluster.
    deleted_not_before {integer},
    deleted_at {integer},
    project {key},
    environment {key},
    environment_because TEXT,
    budget {integer} NOT NULL,
    destination_server TEXT,
    destination_name TEXT,
    destination_namespace {key},
    sync {integer} NOT NULL,
    sync_since_not_before {integer},
    sync_since {integer} NOT NULL,
    health {integer} NOT NULL,
    health_since_not_before {integer},
    health_since {integer} NOT NULL,
    suspended {integer} NOT NULL,
    automated {integer} NOT NULL,
    self_heal {integer} NOT NULL,
    look_interval {integer},
    last_looked {integer},
    heartbeat {integer} NOT NULL,
    operation_phase {integer},
    operation_kind {integer},
    operation_started {integer},
    operation_finished {integer},
    operation_retries {integer},
    operation_message TEXT,
    message TEXT,
    resources_total {integer} NOT NULL,
    resources_out_of_sync {integer} NOT NULL,
    resources_degraded {integer} NOT NULL,
    resources_missing {integer} NOT NULL,
    resources_requires_pruning {integer} NOT NULL,
    -- The last deployment, a row of sync_events; NULL when none is known.
    deployment_id {integer},
    -- Labels, annotations, conditions, images, URLs, parents, hydrator, notices: what only an answer about few applications needs.
    details TEXT NOT NULL,
    UNIQUE (cluster, operator, kind, namespace, name)
){strict};
CREATE INDEX applications_by_change ON applications (changed_in);
CREATE INDEX applications_by_operator ON applications (cluster, operator, deleted_at);

-- Resources as a JSON array of [group, kind, namespace, name, sync, health, requires pruning]; apart, because they are bulk.
CREATE TABLE application_resources (
    application_id {integer} PRIMARY KEY,
    resources TEXT NOT NULL,
    -- Of the text, by which the writer sees that nothing changed; NULL makes it write again.
    hash {integer}
){strict};

CREATE TABLE application_sources (
    application_id {integer} NOT NULL,
    position {integer} NOT NULL,
    repo_url TEXT,
    -- The indexed repository with this URL; NULL when there is none. Written by Delivery.
    repository_id {integer},
    path TEXT,
    chart TEXT,
    target_revision TEXT,
    ref TEXT,
    name TEXT,
    values_files TEXT,
    object_kind TEXT,
    object_namespace TEXT,
    object_name TEXT,
    desired TEXT,
    deployed TEXT,
    attempted TEXT,
    desired_origin TEXT,
    deployed_origin TEXT,
    origin_url TEXT,
    notice TEXT,
    PRIMARY KEY (application_id, position)
){without_rowid};
CREATE INDEX application_sources_by_repository ON application_sources (repository_id, application_id);

-- One row for each change; a state holds until the next row of the same dimension. Dimensions: 0 sync, 1 health. State -1: the object is gone.
CREATE TABLE state_changes (
    application_id {integer} NOT NULL,
    dimension {integer} NOT NULL,
    changed_at {integer} NOT NULL,
    changed_not_before {integer},
    state {integer} NOT NULL,
    PRIMARY KEY (application_id, dimension, changed_at)
){without_rowid};

-- Every sync attempt once. The key is the first 16 bytes of the SHA-256 of SyncAttempt.Key.
CREATE TABLE sync_events (
    id {identity},
    application_id {integer} NOT NULL,
    key {blob} NOT NULL,
    started_at {integer} NOT NULL,
    started_not_before {integer},
    finished_at {integer},
    finished_not_before {integer},
    observed_at {integer} NOT NULL,
    phase {integer} NOT NULL,
    kind {integer} NOT NULL,
    complete {integer} NOT NULL,
    terminated {integer} NOT NULL,
    repeatable {integer} NOT NULL,
    seen_in {integer} NOT NULL,
    -- 1: it moved the deployed revision, or is the first successful sync that is known.
    deployment {integer} NOT NULL,
    -- NULL until Delivery has looked: a number of CommitsKnown, and how many commits of the application it brought.
    commits_known {integer},
    commits {integer},
    history_id {integer},
    retries {integer} NOT NULL,
    automated {integer},
    initiator TEXT,
    -- Text of the first source's revision, and the one of the deployment before; all sources in "sources".
    revision {key},
    previous_revision TEXT,
    resources_total {integer} NOT NULL,
    resources_changed {integer} NOT NULL,
    resources_failed {integer} NOT NULL,
    resources_pruned {integer} NOT NULL,
    resources_prune_skipped {integer} NOT NULL,
    message TEXT,
    -- A JSON array of objects with the fields of SyncedSource; revisions as texts.
    sources TEXT,
    -- Of "results", as in application_resources.
    results_hash {integer},
    -- A JSON array of objects with the fields of ResourceResult.
    results TEXT,
    UNIQUE (application_id, key)
){strict};
-- Phase and kind in them answer the small filters without the rows.
CREATE INDEX sync_events_by_time ON sync_events (started_at DESC, id, application_id, phase, kind);
CREATE INDEX sync_events_by_application ON sync_events (application_id, started_at DESC, id, phase, kind);
CREATE INDEX sync_events_by_phase ON sync_events (phase, started_at DESC, id, application_id, kind);
CREATE INDEX deployments_by_time ON sync_events (started_at DESC, id, application_id) WHERE deployment = 1;
CREATE INDEX deployments_by_application ON sync_events (application_id, started_at DESC, id) WHERE deployment = 1;
-- Few at any time: those that Delivery has not looked at, and those that wait for a repository (2) or a commit (3) to be indexed.
CREATE INDEX deployments_to_explain ON sync_events (id) WHERE deployment = 1 AND commits_known IS NULL;
CREATE INDEX deployments_that_wait ON sync_events (id, commits_known) WHERE deployment = 1 AND commits_known IN (2, 3);

-- What Delivery found for each application. status and paths_status are numbers of CommitsKnown and PathsKnown.
CREATE TABLE application_delivery (
    application_id {integer} PRIMARY KEY,
    evaluated_at {integer} NOT NULL,
    -- What the answer was made of: when all of it is the same, the answer is the same.
    made_of TEXT NOT NULL,
    status {integer} NOT NULL,
    notice TEXT,
    -- The commit that the target revision names now.
    head {blob},
    commits_behind {integer},
    -- When the oldest pending commit got onto the target branch; NULL when nothing is pending or nothing is known.
    oldest_pending {integer},
    paths_status {integer} NOT NULL,
    paths_revision {blob},
    paths_notice TEXT
){strict};

-- Folders ("apps/web") and files that make up the application; "" is the whole repository.
CREATE TABLE application_paths (
    application_id {integer} NOT NULL,
    repository_id {integer} NOT NULL,
    path {key} NOT NULL,
    PRIMARY KEY (application_id, repository_id, path)
){without_rowid};
CREATE INDEX application_paths_by_path ON application_paths (repository_id, path, application_id);

-- merged_at: when the commit got onto the branch, which is the committer time of the first-parent commit that brought it.
CREATE TABLE pending_commits (
    application_id {integer} NOT NULL,
    commit_id {integer} NOT NULL,
    merged_at {integer} NOT NULL,
    PRIMARY KEY (application_id, commit_id)
){without_rowid};
CREATE INDEX pending_commits_by_commit ON pending_commits (commit_id, application_id);

-- The application of the event and its end, or its beginning while that is not known, stand here once more: where commits are deployed is
-- told from the index alone, without a look at the row of each event.
CREATE TABLE deployment_commits (
    event_id {integer} NOT NULL,
    commit_id {integer} NOT NULL,
    merged_at {integer} NOT NULL,
    -- 1: the deployment took the commit back, because its revision does not contain it and the one before did.
    removed {integer} NOT NULL,
    application_id {integer} NOT NULL,
    deployed_at {integer} NOT NULL,
    PRIMARY KEY (event_id, commit_id)
){without_rowid};
CREATE INDEX deployment_commits_by_commit ON deployment_commits (commit_id, event_id, application_id, deployed_at, removed);

-- How the watching of each kind stands; an empty namespace stands for all.
CREATE TABLE watches (
    cluster {key} NOT NULL,
    resource {key} NOT NULL,
    namespace {key} NOT NULL,
    phase {integer} NOT NULL,
    since {integer} NOT NULL,
    version TEXT,
    synced_at {integer},
    last_alive {integer},
    objects {integer} NOT NULL,
    rejected {integer} NOT NULL,
    last_error TEXT,
    last_error_at {integer},
    PRIMARY KEY (cluster, resource, namespace)
){without_rowid};

CREATE TABLE operator_components (
    cluster {key} NOT NULL,
    operator {key} NOT NULL,
    kind {key} NOT NULL,
    namespace {key} NOT NULL,
    name {key} NOT NULL,
    component TEXT,
    version TEXT,
    image TEXT,
    desired {integer} NOT NULL,
    ready {integer} NOT NULL,
    since {integer},
    message TEXT,
    observed_at {integer} NOT NULL,
    PRIMARY KEY (cluster, kind, namespace, name)
){without_rowid};
