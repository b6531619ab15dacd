SELECT path FROM team WHERE id = $1
