INSERT INTO team (id, identity, path)
SELECT max(id) + 1, $1, $2 FROM team
