DELETE FROM session WHERE expire_ms <= $1
