UPDATE joiner SET note = '' WHERE member = $1 AND note <> ''
