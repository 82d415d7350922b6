"""How is this computed? The dock with the receipt of the number in focus, section by section."""
