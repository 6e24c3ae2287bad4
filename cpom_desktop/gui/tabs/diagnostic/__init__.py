"""The tab Diagnostic partagé: themes, what each side says of every item, constats, and how far both agree."""
