"""Configuration of message brokers, caches, web servers and load balancers -> components."""
