"""Question -> passages."""
