-- What happened, as sources tell it: only ever added to, each once by moment, source, kind and the source's own key.
-- In PostgreSQL the months are tables of their own, so that forgetting one is no work.
CREATE TABLE activities (
    at {integer} NOT NULL,
    source {key} NOT NULL,
    kind {key} NOT NULL,
    key {key} NOT NULL,
    title TEXT NOT NULL,
    actor TEXT,
    failed {integer},
    cluster {key},
    object_kind {key},
    namespace {key},
    name {key},
    repository {key},
    revision {key},
    evidence TEXT NOT NULL,
    PRIMARY KEY (at, source, kind, key)
){by_month};
CREATE INDEX activities_by_object ON activities (cluster, object_kind, namespace, name, at);
CREATE INDEX activities_by_revision ON activities (revision, at);
