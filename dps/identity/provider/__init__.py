"""The OpenID provider: other systems sign people in here, and machines get tokens."""
