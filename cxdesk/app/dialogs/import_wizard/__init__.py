"""From dropped files to rows in the workspace: what was understood, what must be asked, what would change."""
