"""One module per sheet of the annex: what it says, and the formula of each of its computed cells."""
