"""What pages cost, as multiples of a bare Flask view in the same run on the same server."""
