-- Holds all columns that filters of applications look at, but for the message: rows are wide, and nearly every question finds its applications first.
-- In SQLite also when the operator looked last, which is read with them each time; in PostgreSQL an index of what changes so often would
-- make every change write to all indexes of the table.
CREATE INDEX applications_by_name ON applications (
    name, namespace, cluster, operator, project, environment, destination_namespace, deleted_at{sqlite: , last_looked}
);
