"""The command line: every command opens, calls one library function, and shows."""
