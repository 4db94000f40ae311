import uuid
from collections.abc import Iterator

import pytest
import testbed

from migrate.deploy import Target


@pytest.fixture(scope="session")
def real_cluster() -> testbed.Cluster:
    return testbed.require(testbed.kubernetes)


@pytest.fixture
def target(real_cluster: testbed.Cluster) -> Target:
    return Target(real_cluster.context, real_cluster.kubeconfig)


@pytest.fixture
def namespace(real_cluster: testbed.Cluster) -> Iterator[str]:
    """A name for a namespace of the test's own, deleted afterwards."""
    from kubernetes import client, config

    name = f"test-{uuid.uuid4().hex[:10]}"
    yield name
    api = config.new_client_from_config(str(real_cluster.kubeconfig), real_cluster.context)
    with api:
        core = client.CoreV1Api(api)
        if name in {found.metadata.name for found in core.list_namespace().items}:
            core.delete_namespace(name=name)
