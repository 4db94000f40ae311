"""Where a site's document root lies, which server serves it, and by which rules."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.knowledge.php import Framework
from migrate.read.findings import Found
from migrate.read.php import apache, vhosts
from migrate.read.php.layout import PUBLIC
from migrate.read.php.routes import told
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree


def tell(site: Site, framework: Framework | None, found: Found) -> list[vhosts.Handler]:
    """Add document root, server, rewrites, hosts and known paths; return the PHP it runs on."""
    rules = list(site.tree.named(".htaccess", "htaccess"))
    for entry in rules:
        apache.read(entry, found)
    handlers = vhosts.tell(site, found)
    _document_root(site.tree, framework, found)
    _server(rules, found)
    for path in framework.paths if framework else ():
        origins = found.origins("php.framework")
        for origin in origins[:1]:
            found.item("http.paths", origin, path=path.path, kind=path.kind, login=path.login)
    told.tell(site.tree, framework, found)
    return handlers


def _server(rules: Sequence[Entry], found: Found) -> None:
    """Tell Apache by its files, surer where they lie at the site's own top.

    Those that plugins ship deny access to a folder, whatever serves it.
    """
    tops = {"", f"{found.value('web.document_root') or '.'}/".removeprefix("./")}
    own = [entry for entry in rules if entry.path.removesuffix(entry.name) in tops]
    for entry in own[:1] or rules[:1]:
        found.fact("web.server", "apache", entry.origin(), confidence=1.0 if own else 0.5)


def _document_root(tree: Tree, framework: Framework | None, found: Found) -> None:
    front = framework.front if framework else "index.php"
    roots = framework.root if framework else (".", *PUBLIC)
    for root in (*roots, ".", *PUBLIC):
        path = front if root == "." else f"{root}/{front}"
        entry = tree.get(path)
        if entry is not None:
            found.fact("web.document_root", root, entry.origin())
            return
