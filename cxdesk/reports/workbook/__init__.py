"""A report as a spreadsheet: real numbers and dates, charts of the program itself, formulas that compute again."""
