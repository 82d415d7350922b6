"""The window in which a person decides which customers are one."""
