"""What is seen: messages, forms and the Home tab as Block Kit."""
