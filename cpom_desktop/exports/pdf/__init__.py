"""The contract as one PDF, ready for signature and carrying its own data (« conçu selon PDF/A-3b »).

Way of a page: sanitize → fonts → dto (what is said) → layout (how it looks) → pdfa → sigfields → selfcheck → in place.
"""
