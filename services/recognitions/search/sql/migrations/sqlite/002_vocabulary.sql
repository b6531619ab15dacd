-- The terms of `heard` in their order, read where they stand: nothing is kept twice.
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(heard, instance);
