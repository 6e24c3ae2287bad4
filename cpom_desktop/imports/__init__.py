"""What is read from files of other programs: workbooks of a spreadsheet. Nothing here knows a contract file."""
