"""The lab: a toy world in which a small model learns step by step on a laptop, and a teacher who knows every answer."""
