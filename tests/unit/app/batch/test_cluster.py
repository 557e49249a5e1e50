"""A Dask cluster that is not there; one that is: tests/integration/test_cluster.py."""

import socket
import threading

import pytest

from posecoach.app.batch.cluster import Cluster
from posecoach.errors import PosecoachError


@pytest.mark.filterwarnings("default")  # what Dask warns of is Dask's
@pytest.mark.parametrize("address", ["nowhere:x", "tcp://127.0.0.1:9", "", "gopher://x"])
def test_no_scheduler_is_a_sentence(address: str) -> None:
    with pytest.raises(PosecoachError, match=f"No Dask scheduler answers at {address} "):
        Cluster(address)


@pytest.mark.filterwarnings("default")
def test_who_listens_and_is_no_scheduler_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        threading.Thread(target=lambda: other.accept()[0].close(), daemon=True).start()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(PosecoachError, match=f"No Dask scheduler answers at {address} "):
            Cluster(address)
