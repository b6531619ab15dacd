INSERT INTO team (id, path)
SELECT max(id) + 1, $1 FROM team
