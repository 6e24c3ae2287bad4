"""What each part of the printed contract says, from an agreed model: one module per part, no layout."""
