"""The subject matter: records, money, dates, finance, checks. No Qt, no SQL, no files, no clock."""
