-- Of the award $1, past DRAFT (1) and not ANNOUNCED (6) yet.
SELECT id FROM cycle WHERE award = $1 AND phase > 1 AND phase < 6 ORDER BY create_ms, id
