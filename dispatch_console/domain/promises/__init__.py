"""Rules of promises: why and when a customer is rung."""
