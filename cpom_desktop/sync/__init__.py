"""How copies of one contract converge: journal, merge, bundle, envelope, fingerprint. Pure: no file is opened here."""
