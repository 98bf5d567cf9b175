-- In SQLite holds all columns that filters of applications look at, but for the message, and when the operator looked last: rows are wide, and
-- nearly every question finds its applications first. In PostgreSQL an entry holds 2,704 bytes, which long projects and environments exceed,
-- and a column that changes so often would make each change write to all indexes of the table.
CREATE INDEX applications_by_name ON applications (
    name, namespace{sqlite}, cluster, operator, project, environment, destination_namespace, deleted_at, last_looked{/sqlite}
);
