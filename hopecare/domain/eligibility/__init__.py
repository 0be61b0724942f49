"""Which programmes a household may qualify for, what decides it, by how much, what to ask next."""
