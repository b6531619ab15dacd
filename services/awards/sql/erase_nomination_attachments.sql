DELETE FROM nomination_attachment
WHERE nomination IN (SELECT id FROM nomination WHERE nominator = $1 OR nominee = $1)
