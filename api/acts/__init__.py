"""What people do to calls, agents and queues through the API: each act checked, told, recorded and answered."""
