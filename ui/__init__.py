"""The parts of the chat page. They draw and ask; what can be decided is decided below them."""
