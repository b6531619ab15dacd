INSERT INTO heard (heard) VALUES ('optimize')
