"""What the templates of one workload are filled with, escaped for the place it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from migrate.model.plan import Copy, MigrationPlan, Workload


def image_values(workload: Workload, plan: MigrationPlan) -> dict[str, object]:
    """Return what a Dockerfile says."""
    image = workload.image
    params = {name: chosen.value for name, chosen in image.params.items()}
    copy = image.copies[0] if image.copies else None
    archive = copy is not None and copy.source.lower().endswith((".war", ".jar", ".zip"))
    return {
        "title": f"{plain(workload.name)} ({workload.id})",
        "folder": f"out/images/{workload.id}",
        "platforms": " and ".join(image.platforms),
        "base": image.base.value,
        "params": params,
        "packages": image.packages.value if image.packages else (),
        "build_packages": params.get("build_packages", "").split(),
        "runtime_packages": params.get("runtime_packages", "").split(),
        "configure": params.get("configure", "").splitlines(),
        "runtime": params.get("runtime", ""),
        "converts": "converts" in params,
        "archive": copied(copy.source, "/build/application.war") if copy and archive else "",
        "folder_copy": copied(f"{copy.source}/", "./") if copy and not archive else "",
        "destination": copy.destination if copy else "",
        "folders": _run("mkdir", "-p", *_folders(workload)),
        "files": _run("truncate", "--size=0", *_held(workload)),
        "left_out": _run("rm", "-rf", *_left_out(workload)),
        "writable": _run("install", "-d", *_owner(image.user), *_claims(workload)),
        "labels": tuple(
            f"{name}={json.dumps(text, ensure_ascii=False)}"
            for name, text in _labels(workload, plan)
        ),
        "port": workload.ports[0].number.value,
        "user": image.user,
        "workdir": image.workdir,
    }


def helper_values(workload: Workload) -> dict[str, object]:
    """Return what the files beside a Dockerfile say."""
    params = {name: chosen.value for name, chosen in workload.image.params.items()}
    root = params.get("document_root", workload.image.workdir)
    claims = [volume.mount_path for volume in workload.volumes if volume.kind == "claim"]
    return {
        "port": workload.ports[0].number.value,
        "uri_encoding": params.get("uri_encoding", ""),
        "document_root": apache(root),
        "uploads": tuple(apache(path) for path in claims if below(path, root)),
        "timezone": next((v.value.value for v in workload.variables if v.name == "TZ"), ""),
        "data_folder": params.get("data_folder", ""),
    }


def ignore_values(workload: Workload) -> dict[str, object]:
    """Return which paths of the workspace are sent to the engine, and which of them are not."""
    copies = workload.image.copies
    wanted = [f"out/images/{workload.id}", *(copy.source for copy in copies)]
    left_out = [f"{c.source}/{path}" for c in copies for path in c.exclude if not _packed(c)]
    return {
        "wanted": tuple(pattern(path) for path in sorted(wanted)),
        "excluded": tuple(pattern(path) for path in sorted(left_out)),
    }


def copied(source: str, destination: str) -> str:
    """Return the arguments of COPY; `$` in a file's name is no variable."""
    return json.dumps([source.replace("$", "\\$"), destination], ensure_ascii=False)


def pattern(path: str) -> str:
    """Return a path as a pattern of .dockerignore that matches it alone."""
    return "".join(f"\\{sign}" if sign in "*?[]\\" else sign for sign in path)


def apache(path: str) -> str:
    """Return a path as a quoted word of an Apache configuration."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def below(path: str, folder: str) -> bool:
    """Tell whether a path lies in a folder."""
    return PurePosixPath(path).is_relative_to(folder)


def plain(text: str) -> str:
    """Return a text on one line, for comments."""
    return " ".join(text.split())


def _labels(workload: Workload, plan: MigrationPlan) -> Iterator[tuple[str, str]]:
    yield "org.opencontainers.image.title", workload.id
    yield "org.opencontainers.image.description", plain(workload.name).replace("$", "")
    yield "org.opencontainers.image.vendor", plain(plan.name).replace("$", "")
    yield "org.opencontainers.image.version", workload.image.tag.value
    if plan.as_of:
        yield "org.opencontainers.image.created", f"{plan.as_of}T00:00:00Z"
    yield "org.opencontainers.image.base.name", workload.image.base.value


def _folders(workload: Workload) -> Sequence[str]:
    """Return folders that must exist for what is mounted into them."""
    copies = workload.image.copies
    inside = [copy.destination for copy in copies]
    volumes = [
        v.mount_path for v in workload.volumes if any(below(v.mount_path, i) for i in inside)
    ]
    parents = [str(PurePosixPath(path).parent) for path in _held(workload)]
    return sorted({*volumes, *parents} - set(inside))


def _claims(workload: Workload) -> Sequence[str]:
    return sorted(volume.mount_path for volume in workload.volumes if volume.kind == "claim")


def _owner(user: int) -> tuple[str, str]:
    return f"--owner={user}", f"--group={user}"


def _held(workload: Workload) -> Sequence[str]:
    """Return files of the application whose place must be there, since others are mounted on it."""
    mounted = {file.mount_path for file in workload.files}
    return sorted(mounted & {path for copy in workload.image.copies for path in _excluded(copy)})


def _left_out(workload: Workload) -> Sequence[str]:
    """Return what must be removed from an unpacked archive; of a folder it is never sent."""
    packed = [copy for copy in workload.image.copies if _packed(copy)]
    left = {path.rstrip("/") for copy in packed for path in _excluded(copy)}
    return sorted(left - set(_held(workload)))


def _excluded(copy: Copy) -> Iterator[str]:
    yield from (f"{copy.destination}/{path}" for path in copy.exclude)


def _packed(copy: Copy) -> bool:
    return copy.source.lower().endswith((".war", ".jar", ".zip"))


def _run(*words: str) -> str:
    """Return the exec form of RUN with options ended, empty when it would do nothing."""
    options = [word for word in words[1:] if word.startswith("-")]
    paths = [word for word in words[1:] if not word.startswith("-")]
    if not paths:
        return ""
    return json.dumps([words[0], *options, "--", *paths], ensure_ascii=False)
