"""What a question asks for: kind, days, names, outlets, and what an earlier question leaves to be understood."""
