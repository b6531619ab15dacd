SELECT due_ms FROM routine ORDER BY due_ms, id LIMIT 1
