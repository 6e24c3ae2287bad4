"""The budgets of speed and memory, measured: never a test, because a busy machine must not fail one."""
