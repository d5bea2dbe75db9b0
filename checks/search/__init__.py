"""Search for violations of formal statements: many instances at once in floats, then exactly."""
