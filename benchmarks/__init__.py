"""The measurements behind the README: ``python -m benchmarks NAME``. The first come with the next version."""
