"""People, roles and dated grants; one policy table: role x action x scope. Out: who may do what, for which unit."""
