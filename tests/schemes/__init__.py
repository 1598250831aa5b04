"""Short notices of programmes, and how well they are joined into schemes."""
