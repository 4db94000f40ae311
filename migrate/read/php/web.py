"""Where a site's document root lies, which server serves it, and by which rules."""

from __future__ import annotations

from migrate.knowledge.php import Framework
from migrate.read.findings import Found
from migrate.read.php import apache, vhosts
from migrate.read.php.layout import PUBLIC
from migrate.read.reader import Site
from migrate.read.tree import Tree


def tell(site: Site, framework: Framework | None, found: Found) -> None:
    """Add document root, server, rewrites, hosts and the paths that are known."""
    for entry in site.tree.named(".htaccess", "htaccess"):
        found.fact("web.server", "apache", entry.origin())
        apache.read(entry, found)
    vhosts.tell(site, found)
    _document_root(site.tree, framework, found)
    for path in framework.paths if framework else ():
        origins = found.origins("php.framework")
        for origin in origins[:1]:
            found.item("http.paths", origin, path=path.path, kind=path.kind, login=path.login)


def _document_root(tree: Tree, framework: Framework | None, found: Found) -> None:
    front = framework.front if framework else "index.php"
    roots = framework.root if framework else (".", *PUBLIC)
    for root in (*roots, ".", *PUBLIC):
        path = front if root == "." else f"{root}/{front}"
        entry = tree.get(path)
        if entry is not None:
            found.fact("web.document_root", root, entry.origin())
            return
