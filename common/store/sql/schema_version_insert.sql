INSERT INTO schema_version (component, version, name, sha256, applied_ms) VALUES ($1, $2, $3, $4, $5)
