SELECT ms FROM high_water WHERE id = 1
