"""Memcached from its options and from its statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import components, items, one, ports, unknown


def test_options_one_a_line(tmp_path: Path) -> None:
    text = "# debian\n-d\nlogfile /var/log/m.log\n-m 64\n-p 11212\n-l 127.0.0.1\n-c 2048\n"
    found = one(tmp_path, {"memcached.conf": text}, "memcached")
    assert ports(found) == [(11212, "memcached")]
    assert found.value("memory.limit") == 64 << 20
    assert found.value("bind.addresses") == ["127.0.0.1"]
    assert items(found, "settings") == [{"name": "max_connections", "value": "2048"}]
    assert found.value("persistence") == []
    assert found.value("auth") == {"enabled": False, "mechanism": None}
    assert unknown(found) == {"memcached.version": "read.unknown.memcached.version"}


def test_options_of_a_service_with_sasl(tmp_path: Path) -> None:
    text = (
        'PORT="11300"\nUSER="memcached"\nMAXCONN="1024"\nCACHESIZE="512"\n'
        'OPTIONS="-l 10.0.0.7,10.0.1.7 -S -I 4m"\n'
    )
    found = one(tmp_path, {"etc/sysconfig/memcached": text}, "memcached")
    assert ports(found) == [(11300, "memcached")]
    assert found.value("memory.limit") == 512 << 20
    assert found.value("bind.addresses") == ["10.0.0.7", "10.0.1.7"]
    assert found.value("auth") == {"enabled": True, "mechanism": "sasl"}
    assert {"name": "item_size_max", "value": "4m"} in items(found, "settings")


def test_statistics(tmp_path: Path) -> None:
    text = (
        "STAT pid 9\r\nSTAT version 1.4.15\r\nSTAT bytes 1234\r\nSTAT limit_maxbytes 67108864\r\n"
    )
    found = one(tmp_path, {"stats.txt": text}, "memcached")
    assert found.value("memcached.version") == "1.4.15"
    assert found.value("data.size") == 1234
    assert found.value("memory.limit") == 64 << 20


@pytest.mark.parametrize("text", ['-m "unclosed\n', "-m\n-p\n", "-\n--\n-m64 -p11211\n"])
def test_broken_options_cost_themselves(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, {"memcached.conf": text}, "memcached").value("persistence") == []


def test_what_is_no_memcached(tmp_path: Path) -> None:
    files = {"memcached": "#!/bin/sh\nexec memcached\n", "x.txt": "STAT of the art\n"}
    assert components(tmp_path, files, "memcached") == []
