"""The build context: exactly what the Dockerfile copies."""

import io
import tarfile
from pathlib import Path

import pytest

from migrate.deploy import context
from migrate.deploy.errors import DeployError

NOTHING_IGNORED = lambda path: False  # noqa: E731


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = ("artifacts/a/app.war", "artifacts/a/lib/x.jar", "captures/db/dump.sql", "out/i/run.sh")
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file)
    return tmp_path


def archive(root: Path, dockerfile: str, ignored=NOTHING_IGNORED) -> bytes:
    buffer = io.BytesIO()
    context.write(root, dockerfile, ignored, buffer)
    return buffer.getvalue()


def names(content: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return [entry.name for entry in tar if entry.isfile()]


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        ("COPY artifacts/a/app.war /srv/", ["artifacts/a/app.war"]),
        ("COPY --chown=10001:10001 artifacts/a/ /srv/", ["artifacts/a/"]),
        (
            'COPY ["out/i/run.sh", "artifacts/a/app.war", "/srv/"]',
            ["out/i/run.sh", "artifacts/a/app.war"],
        ),
        ("COPY --from=build /x /y", []),
        ("ADD https://example.com/x.tar /x", []),
        (
            "COPY out/i/run.sh \\\n  artifacts/a/app.war \\\n  /srv/",
            ["out/i/run.sh", "artifacts/a/app.war"],
        ),
    ],
)
def test_sources_are_what_copy_names(copy: str, found: list[str]) -> None:
    assert list(context.sources(f"FROM scratch\n{copy}\n")) == found


def test_only_copied_files_are_sent(root: Path) -> None:
    sent = names(archive(root, "FROM scratch\nCOPY artifacts/a /srv\nCOPY out/i/*.sh /bin/\n"))
    assert sent == [
        context.DOCKERFILE,
        "artifacts/a/app.war",
        "artifacts/a/lib/x.jar",
        "out/i/run.sh",
    ]


def test_ignored_files_stay_out(root: Path) -> None:
    sent = names(
        archive(root, "FROM scratch\nCOPY artifacts/a /srv\n", lambda p: p.endswith(".war"))
    )
    assert sent == [context.DOCKERFILE, "artifacts/a/lib/x.jar"]


def test_the_same_files_give_the_same_bytes(root: Path) -> None:
    dockerfile = "FROM scratch\nCOPY artifacts/a /srv\n"
    first = archive(root, dockerfile)
    (root / "artifacts/a/app.war").touch()
    assert archive(root, dockerfile) == first


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("../secret", "outside"),
        ("/../../etc/passwd", "outside"),
        ("artifacts/leak", "outside"),
        ("artifacts/none.war", "missing"),
        ("artifacts/*.none", "missing"),
    ],
)
def test_nothing_outside_the_workspace_is_sent(root: Path, source: str, problem: str) -> None:
    (root / "artifacts/leak").symlink_to("/etc/hostname")
    with pytest.raises(DeployError) as refused:
        archive(root, f"FROM scratch\nCOPY {source} /x\n")
    assert refused.value.because.id == f"deploy.image.{problem}"
    assert refused.value.because.params == {"source": source}
