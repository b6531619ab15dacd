UPDATE erasure SET handle = '', display_name = '' WHERE member = $1
