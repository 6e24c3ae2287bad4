"""The financial annex as a workbook whose computed cells are formulas on the cells they depend on.

Way of a sheet: source (what is read) → sheets (what each table says) → book (where each cell stands) → writer (bytes).
"""
