"""How a person is reached: telephones and e-mails."""
