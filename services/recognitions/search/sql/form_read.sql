SELECT version FROM form
