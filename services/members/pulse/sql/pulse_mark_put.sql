INSERT INTO pulse_mark (mark, month) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING
