"""The dialog that imports a workbook: sheets and columns, preview, what is not understood, then one act."""
