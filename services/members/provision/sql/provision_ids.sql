SELECT member.id FROM member LEFT JOIN provision_user ON provision_user.member = member.id
WHERE member.status <> 3 AND COALESCE(provision_user.gone, 0) = 0
ORDER BY member.id
