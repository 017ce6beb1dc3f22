"""Questions as SQL: one module for each thing that is counted, `counting` asks the right one."""
