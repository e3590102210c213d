"""What people see: pages that ask one query or call one action. Rules, tables and jobs live in the stations."""
