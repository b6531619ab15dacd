SELECT count(*) AS highlights FROM highlight WHERE member = $1
