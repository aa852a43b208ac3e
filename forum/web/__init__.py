"""What every request passes: transaction edge, gate, headers, errors, assets."""
