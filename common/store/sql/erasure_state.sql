SELECT state FROM erasure WHERE member = $1
