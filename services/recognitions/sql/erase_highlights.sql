-- Work of the member $1. The row stays without words, which nobody sees: figures count it.
UPDATE highlight SET title = '', description = '' WHERE member = $1 AND title <> ''
