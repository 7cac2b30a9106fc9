"""Question -> what it asks for: names, numbers, days, kinds."""
