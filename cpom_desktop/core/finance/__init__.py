"""The volet financier: pure functions from a model to figures, each with its terms, its rule and its article."""
