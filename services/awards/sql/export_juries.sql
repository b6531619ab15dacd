SELECT j.cycle AS after_key, j.cycle FROM juror j WHERE j.member = $1 AND j.cycle > $2 ORDER BY j.cycle
