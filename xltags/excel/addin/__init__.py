"""The add-in `xltags.xlam`: built from the plain-text sources in `macros/` and the user's own installed xlwings."""
