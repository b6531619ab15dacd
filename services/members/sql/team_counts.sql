SELECT team, COUNT(*) AS members FROM member WHERE status = 1 AND team <> '' GROUP BY team
