"""Values and functions of the trade: taxonomy, customers, scorecard, scoring, findings. No file, no clock, no Excel."""
