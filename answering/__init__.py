"""Passages -> answer."""
