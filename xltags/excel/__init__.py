"""The door inside Excel: formulas, ribbon buttons, and the add-in that brings them there, on open-source xlwings."""
