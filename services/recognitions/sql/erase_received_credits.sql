UPDATE arc SET credit = '' WHERE receiver = $1 AND credit <> ''
