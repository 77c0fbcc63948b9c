"""How `books.surgery` changes a workbook: rows, tables, strings, styles, sheets and the parts that tie them."""
