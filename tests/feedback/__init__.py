"""Customers and employees heard."""
