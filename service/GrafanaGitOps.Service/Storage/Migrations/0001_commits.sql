-- Moments are Unix milliseconds, zones are minutes east of UTC, lists are JSON text that is NULL when empty.
-- What is inserted for each commit, path and reach names few foreign keys: checking them would double the cost of a first index.
-- Names in braces are what SQLite and PostgreSQL write differently; Dialect fills them in.

CREATE TABLE ledger (
    id {integer} PRIMARY KEY CHECK (id = 1),
    version {integer} NOT NULL
){strict};
INSERT INTO ledger (id, version) VALUES (1, 0);

CREATE TABLE repositories (
    id {identity},
    name {key} NOT NULL UNIQUE,
    url TEXT NOT NULL,
    web_url TEXT,
    default_branch TEXT,
    last_fetch {integer},
    last_fetch_duration {integer},
    last_attempt {integer},
    error TEXT,
    notice TEXT,
    size {integer} NOT NULL,
    commits {integer} NOT NULL DEFAULT 0,
    vanished {integer} NOT NULL DEFAULT 0
){strict};

CREATE TABLE people (
    id {identity},
    name {key} NOT NULL,
    email {key} NOT NULL,
    name_folded {key} NOT NULL,
    email_folded {key} NOT NULL,
    UNIQUE (name, email)
){strict};
CREATE INDEX people_by_name ON people (name_folded);
CREATE INDEX people_by_email ON people (email_folded);

-- Small columns first: they are read without the pages of a long message. Parents are object ids, one after the other.
CREATE TABLE commits (
    id {identity},
    repository_id {integer} NOT NULL REFERENCES repositories (id),
    sha {blob} NOT NULL,
    vanished_at {integer},
    author_id {integer} NOT NULL,
    author_time {integer} NOT NULL,
    author_zone {integer} NOT NULL,
    committer_id {integer} NOT NULL,
    committer_time {integer} NOT NULL,
    committer_zone {integer} NOT NULL,
    breaking {integer} NOT NULL,
    pull_request {integer},
    files {integer} NOT NULL,
    insertions {integer},
    deletions {integer},
    change_type {key} NOT NULL,
    scope {key},
    parents {blob} NOT NULL,
    issue_keys TEXT,
    reverts TEXT,
    co_authors TEXT,
    trailers TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (repository_id, sha)
){strict};
-- Walks every repository newest first and answers the small filters without the rows.
CREATE INDEX commits_by_time ON commits (committer_time DESC, sha, repository_id, author_id, change_type, scope);
CREATE INDEX commits_by_repository ON commits (repository_id, committer_time DESC, sha);
CREATE INDEX commits_by_author ON commits (author_id);

CREATE TABLE co_authors (
    person_id {integer} NOT NULL,
    commit_id {integer} NOT NULL,
    PRIMARY KEY (person_id, commit_id)
){without_rowid};

CREATE TABLE paths (
    id {identity},
    repository_id {integer} NOT NULL,
    path {key} NOT NULL,
    UNIQUE (path, repository_id)
){strict};

CREATE TABLE commit_paths (
    commit_id {integer} NOT NULL,
    path_id {integer} NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (commit_id, path_id)
){without_rowid};
CREATE INDEX commit_paths_by_path ON commit_paths (path_id, commit_id);

CREATE TABLE branches (
    id {identity},
    repository_id {integer} NOT NULL REFERENCES repositories (id),
    name {key} NOT NULL,
    head {blob},
    UNIQUE (repository_id, name)
){strict};

CREATE TABLE commit_branches (
    commit_id {integer} NOT NULL,
    branch_id {integer} NOT NULL,
    PRIMARY KEY (commit_id, branch_id)
){without_rowid};
CREATE INDEX commit_branches_by_branch ON commit_branches (branch_id, commit_id);

-- An empty head stands for none, because the natural key needs a value.
CREATE TABLE branch_moves (
    id {identity},
    branch_id {integer} NOT NULL REFERENCES branches (id),
    old_head {blob} NOT NULL,
    new_head {blob} NOT NULL,
    forced {integer} NOT NULL,
    observed_at {integer} NOT NULL,
    gained {integer} NOT NULL,
    lost {integer} NOT NULL,
    UNIQUE (branch_id, observed_at, old_head, new_head)
){strict};

-- How many stored commits use an author's name, a type or a scope; kind is ValueKind's number.
CREATE TABLE value_uses (
    repository_id {integer} NOT NULL REFERENCES repositories (id),
    kind {integer} NOT NULL,
    value {key} NOT NULL,
    uses {integer} NOT NULL,
    PRIMARY KEY (repository_id, kind, value)
){without_rowid};
