"""A Dask cluster that is not there; one that is: tests/integration/test_cluster.py."""

import pytest

from posecoach.app.batch.cluster import Cluster
from posecoach.errors import PosecoachError


@pytest.mark.filterwarnings("default")  # what Dask warns of is Dask's
@pytest.mark.parametrize("address", ["nowhere:x", "tcp://127.0.0.1:9", "", "gopher://x"])
def test_no_scheduler_is_a_sentence(address: str) -> None:
    with pytest.raises(PosecoachError, match=f"No Dask scheduler answers at {address} "):
        Cluster(address)
