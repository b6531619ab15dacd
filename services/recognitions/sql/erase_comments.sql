UPDATE comment SET message = '' WHERE author = $1 AND message <> ''
