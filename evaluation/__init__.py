"""Questions with known answers -> one table of figures."""
