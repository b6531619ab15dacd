SELECT p.person, p.team, p.cap, t.path AS team_path, m.handle, m.display_name, m.manager
FROM highlight_person p
JOIN team t ON t.id = p.team
LEFT JOIN member m ON m.id = p.person
WHERE p.highlight = $1
ORDER BY p.position
