-- How often looks were recorded. An application has the number of the record that brought its last one beside it, so that those who keep
-- applications in memory read only the looks since.
ALTER TABLE ledger ADD COLUMN looks {integer} NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN looked_in {integer} NOT NULL DEFAULT 0;
-- In PostgreSQL an index on what changes so often would make each look write to all indexes of the table.
{sqlite}
CREATE INDEX applications_by_look ON applications (looked_in, last_looked);
DROP INDEX applications_by_name;
CREATE INDEX applications_by_name ON applications (
    name, namespace, cluster, operator, project, environment, destination_namespace, deleted_at
);
{/sqlite}
