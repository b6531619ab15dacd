-- As long as members has not told: a tombstone without a handle.
UPDATE member SET handle = '', display_name = 'Erased member', status = 3 WHERE id = $1 AND status <> 3
