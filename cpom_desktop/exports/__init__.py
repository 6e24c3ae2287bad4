"""Documents made from a contract: PDF, spreadsheets, text, calendar."""
