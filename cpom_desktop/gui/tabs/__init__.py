"""The tabs of the window. Each is a `Tab`; the window builds one when it is first shown."""
