"""Pages and documents answered by Python: the API's reference and, in development, the mailbox."""
