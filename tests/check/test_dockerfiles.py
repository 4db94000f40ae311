"""Dockerfiles as people write them: what builds passes, what cannot is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.small import checked, found

END = "USER 10001\n"

BUILDS = {
    "a stage, whatever its letters": (
        "FROM --platform=linux/amd64 php:8.3 AS Build\nFROM php:8.3\nCOPY --from=build /a /b\n"
    ),
    "a stage by number": "FROM php:8.3 AS a\nFROM php:8.3\nCOPY --from=0 /a /b\n",
    "a stage of a stage": "FROM php:8.3 AS base\nFROM Base\n",
    "another image": "FROM php:8.3\nCOPY --chown=1:1 --from=tools:1.2 /a /b\n",
    "a digest": "FROM php@sha256:" + "0" * 64 + "\n",
    "a registry with a port": "FROM registry.example.com:5000/php:8.3\n",
    "nothing at all": "FROM scratch\n",
    "arguments with values": 'ARG TAG="8.3"\nARG BASE=php:$TAG\nFROM php:${TAG}\n',
    "an argument with a value in its place": "FROM php:${TAG:-8.3}\n",
    "a heredoc": "FROM php:8.3\nRUN <<EOF\nset -e\napt-get update\nEOF\n",
    "two heredocs": 'FROM php:8.3\nCOPY <<-"A" <<B /x/\n\tUSER root\n\tA\nCMD x\nB\n',
    "a heredoc behind a continued line": "FROM php:8.3\nRUN true && \\\n  cat <<EOF\nFROM x\nEOF\n",
    "a heredoc before a continued line": (
        "FROM php:8.3\nRUN cat <<EOF && \\\n  true\nFROM x\nEOF\n"
    ),
    "a here-string, which is no heredoc": "FROM php:8.3\nRUN cat <<<EOF\nRUN true\n",
    "files that match a pattern": "FROM php:8.3\nCOPY artifacts/*.txt /x/\n",
    "a pattern with two stars": "FROM php:8.3\nCOPY artifacts/**.txt /x/\n",
    "a folder": "FROM php:8.3\nCOPY artifacts /x/\n",
    "the whole context": "FROM php:8.3\nCOPY . /x/\n",
    "a name with a dollar": 'FROM php:8.3\nCOPY ["artifacts/a\\\\$b.txt", "/x"]\n',
}


@pytest.mark.parametrize("name", BUILDS)
def test_what_builds_passes(tmp_path: Path, name: str) -> None:
    _artifacts(tmp_path)
    report = checked(tmp_path, {"images/x/Dockerfile": BUILDS[name] + END})
    assert report.results == ()
    assert report.not_checked == ()


FAILS = {
    "no tag": ("FROM php\n", ("L1", "no_tag")),
    "latest": ("FROM --platform=linux/amd64 php:latest AS x\n", ("L1", "no_tag")),
    "a registry's port is no tag": ("FROM registry.example.com:5000/php\n", ("L1", "no_tag")),
    "an argument without a value": ("ARG TAG\nFROM php:${TAG}\n", ("L2", "no_tag")),
    "another image without a tag": ("FROM a:1\nCOPY --from=x/tools /a /b\n", ("L2", "no_tag")),
    "a stage that comes later": (
        "FROM a:1\nCOPY --from=later /a /b\nFROM a:1 AS later\n", ("L2", "no_stage"),
    ),
    "a number that is too high": ("FROM a:1\nCOPY --from=1 /a /b\n", ("L2", "no_stage")),
    "a source that is not there": ("FROM a:1\nCOPY artifacts/x /x\n", ("L2", "no_source")),
    "a pattern that nothing matches": ("FROM a:1\nCOPY artifacts/*.war /x\n", ("L2", "no_source")),
    "a pattern outside": ("FROM a:1\nCOPY ../*.txt /x/\n", ("L2", "no_source")),
    "a source outside": ("FROM a:1\nCOPY ../secret.txt /x\n", ("L2", "no_source")),
    "a link that leads outside": ("FROM a:1\nCOPY artifacts/link /x\n", ("L2", "no_source")),
    "a source and no target": ("FROM a:1\nCOPY artifacts\n", ("L2", "no_target")),
    "no instruction": ("FROM a:1\nRUNN true\n", ("L2", "unknown_instruction")),
    "a shell before the server": ("FROM a:1\nENTRYPOINT run me\n", ("L2", "shell_form")),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILS)
def test_what_cannot_build_is_named(tmp_path: Path, name: str) -> None:
    _artifacts(tmp_path)
    text, (place, reason) = FAILS[name]
    report = checked(tmp_path, {"images/x/Dockerfile": text + END})
    assert found(report) == [(place, f"check.dockerfile.{reason}")]


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        ("", "no_user"), ("USER root\n", "user"), ("USER 0\n", "user"), ("USER 0:0\n", "user"),
        ("USER www-data\n", "user"), ("USER 10001:www\n", "user"), ("USER 10001\nUSER 0\n", "user"),
        ("USER 10001\nFROM a:1\n", "no_user"),
    ],
)  # fmt: skip
def test_root_and_names_are_refused(tmp_path: Path, user: str, reason: str) -> None:
    report = checked(tmp_path, {"images/x/Dockerfile": f"FROM a:1\n{user}"})
    assert [reason for _, reason in found(report)] == [f"check.dockerfile.{reason}"]


@pytest.mark.parametrize(
    ("ignore", "source", "is_there"),
    [
        ("*\n!artifacts/a.txt\n", "artifacts/a.txt", True),
        ("*\n!artifacts/a.txt\n", "artifacts", True),
        ("*\n!artifacts/a.txt\n", "artifacts/b.txt", False),
        ("*\n!artifacts\nartifacts/b.txt\n", "artifacts/b.txt", False),
        ("*\n!artifacts\nartifacts/b.txt\n", "artifacts/*.txt", True),
        ("artifacts\n", "artifacts/a.txt", False),
        ("/artifacts/\n", "artifacts", False),
        ("**/*.txt\n", "artifacts/a.txt", False),
        ("**/*.txt\n!**/b.txt\n", "artifacts/b.txt", True),
        ("**/c.txt\n", "artifacts/deep/er/c.txt", False),
        ("**/artifacts\n", "artifacts/a.txt", False),
        ("artifacts/**/c.txt\n", "artifacts/deep/er/c.txt", False),
        ("*.txt\n", "artifacts/a.txt", True),
        ("# artifacts\n\n", "artifacts/a.txt", True),
    ],
)
def test_what_dockerignore_leaves_out_is_not_there(
    tmp_path: Path, ignore: str, source: str, *, is_there: bool
) -> None:
    _artifacts(tmp_path)
    dockerfile = f"FROM a:1\nCOPY {source} /x/\n{END}"
    files = {"images/x/Dockerfile": dockerfile, "images/x/Dockerfile.dockerignore": ignore}
    report = checked(tmp_path, files)
    assert (found(report) == []) == is_there
    assert report.not_checked == ()


def test_what_only_the_build_can_tell_is_not_checked(tmp_path: Path) -> None:
    text = f"FROM a:1\nARG WHAT\nCOPY $WHAT /x\nADD https://x.example.com/a.tgz /y\n{END}"
    report = checked(tmp_path, {"images/x/Dockerfile": text})
    assert report.results == ()
    assert [s.because.id for s in report.not_checked] == [
        "check.dockerfile.variable", "check.dockerfile.download",
    ]  # fmt: skip


def _artifacts(root: Path) -> None:
    folder = root / "artifacts"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "c.txt").write_text("x", "utf-8")
    for name in ("a.txt", "b.txt", "a$b.txt"):
        (folder / name).write_text("x", "utf-8")
    (root.parent / "secret.txt").write_text("x", "utf-8")
    (folder / "link").symlink_to(root.parent / "secret.txt")
