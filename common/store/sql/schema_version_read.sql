SELECT version, name, sha256 FROM schema_version WHERE component = $1 ORDER BY version
