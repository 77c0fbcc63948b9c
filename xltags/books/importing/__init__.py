"""Exports into the input tables: sources read, maps, guesses, values, and the plan of what to add or complete."""
