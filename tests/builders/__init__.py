"""What tests begin with: days, orders, desks."""
