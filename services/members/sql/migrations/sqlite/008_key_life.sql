-- What keys may do of what their roles let them (`scopes`: 1 << KeyScope, all of them so far), when they end by
-- themselves, when they were last called with (the day's first millisecond), and which key takes their place.
ALTER TABLE api_key ADD COLUMN scopes INTEGER NOT NULL DEFAULT 14 CHECK (scopes > 0);
ALTER TABLE api_key ADD COLUMN expire_ms INTEGER;
ALTER TABLE api_key ADD COLUMN use_ms INTEGER;
ALTER TABLE api_key ADD COLUMN successor BLOB;

DROP VIEW api_key_card;

CREATE VIEW api_key_card AS
SELECT api_key.*, member.handle AS member_handle, member.display_name AS member_display_name,
	CASE WHEN api_key.revoke_ms IS NULL AND (api_key.member IS NULL OR member.status = 1) THEN 1 ELSE 0 END AS active
FROM api_key LEFT JOIN member ON member.id = api_key.member;
