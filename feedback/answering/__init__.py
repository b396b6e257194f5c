"""The public page on which a customer answers: small, without an account, and never losing an answer."""
