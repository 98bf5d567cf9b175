-- Tags of each repository as its remote had them last, as text: a list of [name, object id that the tag names, commit behind it]. One row a
-- repository, because they are always read together, and only when they changed (changed_in is the ledger's version).
CREATE TABLE repository_tags (
    repository_id {integer} PRIMARY KEY,
    changed_in {integer} NOT NULL,
    tags TEXT NOT NULL
){strict};

-- How it is known what is deployed, a number of DeployedBy, and since when; NULL where nothing is deployed, and for what was stored before.
ALTER TABLE applications ADD COLUMN deployed_by {integer};
ALTER TABLE applications ADD COLUMN deployed_at {integer};

-- What else of the spec says which files count, as JSON; NULL where nobody has read it.
ALTER TABLE application_sources ADD COLUMN build TEXT;
