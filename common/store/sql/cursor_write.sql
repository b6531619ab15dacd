INSERT INTO cursor (source, epoch, seq)
VALUES ($1, $2, $3)
ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq
