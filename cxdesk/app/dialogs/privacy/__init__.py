"""The window about personal data: erasing a person, handing the workspace on, old rows, what was erased."""
