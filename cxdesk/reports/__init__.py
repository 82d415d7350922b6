"""A board as a file: tables, pages and pictures to hand on. Knows no window and no store."""
