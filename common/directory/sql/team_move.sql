-- The team gets the path $2, and with it those of its path that no identity names.
UPDATE team SET path = $2
WHERE id = $1 OR (id > 0 AND identity IS NULL AND path = (SELECT path FROM team WHERE id = $1))
