"""What a question asks for, told by rules: no model is needed to read it."""
