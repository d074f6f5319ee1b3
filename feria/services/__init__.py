"""The seven services. Each keeps its own PostgreSQL schema and is reached by the others only through its contract."""
