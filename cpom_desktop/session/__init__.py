"""An open contract: the only writer; edits, undo, history, negotiation, exchange, templates."""
