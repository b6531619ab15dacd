DELETE FROM pulse_mark WHERE month < $1
