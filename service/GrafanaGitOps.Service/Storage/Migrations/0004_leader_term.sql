-- How often the replica that collects was another one. Whoever takes over raises it, and writes of an earlier term are refused.
ALTER TABLE ledger ADD COLUMN term {integer} NOT NULL DEFAULT 0;
