"""Benchmarks: reproducible scripts that print a table. Never tests."""
