-- What is pushed to us, durable before its sender is told. State: 0 waits, 1 is done, 2 was of no use, 3 was given up.
-- The body comes last: it is read without the others hardly ever, the others without it often.
CREATE TABLE inbox (
    id {identity},
    source {key} NOT NULL,
    delivery {key} NOT NULL,
    event TEXT NOT NULL,
    received_at {integer} NOT NULL,
    state {integer} NOT NULL,
    attempts {integer} NOT NULL,
    processed_at {integer},
    outcome TEXT,
    size {integer} NOT NULL,
    body {blob} NOT NULL,
    UNIQUE (source, delivery)
){strict};
CREATE INDEX inbox_by_time ON inbox (received_at, id);
-- Holds all that is asked of many deliveries at once: what is next, how much waits, what is old enough to be removed.
CREATE INDEX inbox_by_state ON inbox (state, source, received_at, id, processed_at, size);
