"""The window in which somebody says which events mean the stages of the journey."""
