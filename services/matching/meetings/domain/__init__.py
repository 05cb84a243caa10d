"""Windows and tables, who meets when, and the timetable that is published. Plain Python."""
