UPDATE preference SET ceiling = 1, channels = '', note = '', version = version + 1
WHERE member = $1 AND (ceiling <> 1 OR channels <> '' OR note <> '')
