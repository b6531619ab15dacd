-- The vote of a cycle. Roll and box lie apart: no table has both a voter and a ballot, no row here has a time, and what
-- comes with a ballot has a random key, so that no order of rows tells of one either. All of it WITHOUT ROWID.

-- What was taken when voting opened. salt: of the roll's hash in the log.
CREATE TABLE roll (
	cycle BLOB NOT NULL PRIMARY KEY REFERENCES cycle (id),
	salt BLOB NOT NULL,
	voters INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Of ALL and TEAM: the members who may vote, from the opening on. voted: 0 or 1.
CREATE TABLE voter (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	member BLOB NOT NULL,
	voted INTEGER NOT NULL,
	PRIMARY KEY (cycle, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX voter_by_member ON voter (member, cycle);

-- Of COMMUNITY: one vote each. hash: SHA-256 of the token's text, all that is kept of it. expire_ms 0: with the voting.
CREATE TABLE vote_token (
	hash BLOB NOT NULL PRIMARY KEY,
	cycle BLOB NOT NULL REFERENCES cycle (id),
	expire_ms INTEGER NOT NULL,
	voted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_token_by_cycle ON vote_token (cycle, hash);

-- Whom a ballot may name, from the opening on; NO_AWARD is none of them.
CREATE TABLE candidate (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	nomination BLOB NOT NULL REFERENCES nomination (id),
	PRIMARY KEY (cycle, nomination)
) STRICT, WITHOUT ROWID;

-- The box. entry: what the log has of it, a hash of text and nonce.
CREATE TABLE ballot (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	entry BLOB NOT NULL,
	text TEXT NOT NULL,
	nonce BLOB NOT NULL,
	PRIMARY KEY (cycle, entry)
) STRICT, WITHOUT ROWID;

-- Ballots that are not in the log yet.
CREATE TABLE ballot_waiting (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	entry BLOB NOT NULL,
	PRIMARY KEY (cycle, entry)
) STRICT, WITHOUT ROWID;

-- For whoever asks again under the same request id, until voting closes. request: a keyed hash of the cycle, the voter
-- and the id, which tells nothing without the cluster key and the id.
CREATE TABLE ballot_request (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	request BLOB NOT NULL,
	entry BLOB NOT NULL,
	PRIMARY KEY (cycle, request)
) STRICT, WITHOUT ROWID;

-- The log (RFC 9162): its entries, every complete node of its tree (level 0: the leaves), its signed heads, and what its
-- first two entries are commitments to.
CREATE TABLE vote_log (
	cycle BLOB NOT NULL PRIMARY KEY REFERENCES cycle (id),
	public_key BLOB NOT NULL,
	size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vote_log_entry (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	position INTEGER NOT NULL,
	entry BLOB NOT NULL,
	PRIMARY KEY (cycle, position),
	UNIQUE (cycle, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE vote_log_node (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	level INTEGER NOT NULL,
	position INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (cycle, level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE vote_log_head (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	size INTEGER NOT NULL,
	root BLOB NOT NULL,
	signature BLOB NOT NULL,
	PRIMARY KEY (cycle, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE vote_log_commitment (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	nonce BLOB NOT NULL,
	PRIMARY KEY (cycle, position)
) STRICT, WITHOUT ROWID;
