SELECT 1 AS found FROM erasure WHERE state = 1 LIMIT 1
