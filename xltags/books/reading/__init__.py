"""How `books.cells` reads sheets: fast for what Excel writes, exactly for the rest, and columns come out."""
