SELECT team, id, handle, display_name FROM member
WHERE status = 1 AND team <> '' AND (leader_said = 1 OR EXISTS (
	SELECT 1 FROM member AS report WHERE report.manager = member.id AND report.status = 1
))
ORDER BY team, handle
