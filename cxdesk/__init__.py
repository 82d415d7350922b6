"""CXDesk: customer experience figures from the spreadsheets a small business already has."""

__version__ = "0.1.0"
