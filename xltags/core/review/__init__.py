"""The quarterly review of the ideal customer profile against what became of the customers."""
