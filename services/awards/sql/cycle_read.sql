SELECT id, award, title, phase, max_nominations, self_nomination, version, create_ms FROM cycle WHERE id = $1
