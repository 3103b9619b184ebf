"""Pure decisions of the schedule room: text typed into cells, the outline, circles, edits and progress."""
