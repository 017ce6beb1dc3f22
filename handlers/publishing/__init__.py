"""The annual report as documents that are ready to publish: no case and no person is in them."""
