"""What is remembered: the only SQL, SQLAlchemy Core over SQLite; may import domain and support."""
