SELECT a.receiver, a.credit, a.team, a.direction, a.cap, t.path AS team_path, m.handle, m.display_name, m.manager
FROM arc a
JOIN team t ON t.id = a.team
LEFT JOIN member m ON m.id = a.receiver
WHERE a.recognition = $1
ORDER BY a.position
