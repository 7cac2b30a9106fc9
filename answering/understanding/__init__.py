"""A question understood: its kind, its days, its names, and what it leans on."""
