-- The number is taken inside the transaction, so that a rollback leaves no gap.
INSERT INTO outbox (seq, type, subject, time_ms, imported)
VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM outbox), $1, $2, $3, $4)
