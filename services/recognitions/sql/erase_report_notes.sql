UPDATE content_report SET note = '' WHERE (resolver = $1 OR author = $1) AND note <> ''
