"""The plan: the page that hosts the sheet, with the side panel of a task at its own address."""
