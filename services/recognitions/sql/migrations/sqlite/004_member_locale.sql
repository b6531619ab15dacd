-- The language a member reads, for what people read of Kleos; '' is not said.
ALTER TABLE member ADD COLUMN locale TEXT NOT NULL DEFAULT '';
