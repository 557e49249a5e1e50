"""Many recordings at once: on the cores of this machine, or on a Dask cluster."""
