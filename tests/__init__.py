"""The suite. It mirrors the four folders; journeys run the bot as a process."""
