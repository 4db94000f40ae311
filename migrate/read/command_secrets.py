"""Commands of scripts, timers and process lists go in; the passwords they are given come out.

Each pattern follows the manual page of its programs; every gap is bounded, so that no text makes
the search more than linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VALUE = (
    r"(?:\\?[\"'])?(?P<secret>(?<=\")[^\"\n]{1,300}|(?<=')[^'\n]{1,300}"
    r"|(?<![\"'])[^\s'\"|;&<>]{1,300})"
)
_UP_TO = r"[^|;\n]{0,300}?(?<=\s)"
"""Other options of the same command, up to the one that matters."""
_LOGIN = r"['\"]?[^\s:'\"%,]{1,100}[:%,]" + r"(?P<secret>[^\s'\"]{1,300})"


def _given(programs: str, option: str, value: str = _VALUE) -> str:
    return rf"(?<![\w.\-])(?:{programs})\b{_UP_TO}(?:{option}){value}"


_PATTERNS = tuple(
    (words, re.compile(pattern))
    for words, pattern in (
        (("mysql", "mariadb", "mydumper", "xtrabackup"),
         _given(r"(?:mysql|mariadb)\w{0,20}|mydumper|xtrabackup", "-p")),
        (("mysqld",), _given("mysqld", r"-p[ \t]{1,5}(?!-)")),
        (("mysqladmin",), _given("mysqladmin", r"password[ \t]{1,5}")),
        (("curl", "wget", "http", "smbclient", "ncftp", "lftp"),
         _given(r"curl|wget|http|smbclient|ncftp\w{0,10}|lftp", r"(?:-u|--user|-U)[ =]?", _LOGIN)),
        (("redis-", "sshpass", "mongo"),
         _given(r"redis-(?:cli|benchmark)|sshpass|mongo\w{0,10}", r"-[ap][ \t]{0,20}(?!-)")),
        (("docker", "podman", "helm"),
         _given(r"(?:docker|podman|helm registry)[ \t]{1,5}login", r"-p[ \t]{0,5}")),
        (("ldap",), _given(r"ldap(?:search|add|modify|delete|passwd|whoami|compare)",
                           r"-w[ \t]{0,5}")),
        (("zip",), _given("zip|unzip", r"-P[ \t]{0,5}")),
        (("snmp",), _given(r"snmp\w{1,12}", r"-[cAX][ \t]{0,5}")),
        (("ipmitool", "sqlcmd", "isql", "osql", "bcp", "tsql"),
         _given("ipmitool|sqlcmd|isql|osql|bcp|tsql", r"-P[ \t]{0,5}")),
        (("useradd", "usermod"), _given("useradd|usermod", r"-p[ \t]{1,5}")),
        (("openssl",), _given("openssl", r"-k[ \t]{1,5}|(?:-\w{4,8}[ \t=]{1,5})?pass:")),
        (("htpasswd",), r"\bhtpasswd[ \t]{1,5}-\w{0,8}b\w{0,8}[ \t]{1,5}\S{1,200}[ \t]{1,5}"
         r"\S{1,100}[ \t]{1,5}" + _VALUE),
        (("smbclient",), r"\bsmbclient[ \t]{1,5}['\"]?[/\\]{2}\S{1,200}[ \t]{1,5}(?!-)" + _VALUE),
        (("net use",), r"(?i)\bnet use[ \t]{1,5}(?:\w:[ \t]{1,5})?\\{2}\S{1,200}[ \t]{1,5}(?!/)"
         + _VALUE),
        (("db2",), _given("db2", r"using[ \t]{1,5}")),
        (("sqlplus", "exp", "imp", "sqlldr", "rman"),
         r"(?<![\w.\-/])(?:sqlplus|expdp|impdp|exp|imp|sqlldr|rman)\b[^|;\n]{0,200}?"
         r"(?:(?<=[ \t'\"])|(?<=userid=))[A-Za-z][\w$#]{0,60}/\\?[\"']?"
         r"(?P<secret>[^\s'\"@/\\]{1,100})(?=\\?['\"]?(?:@|\s|['\"]|$))"),
        (("echo",), r"\becho[ \t]{1,5}(?:-\w{1,3}[ \t]{1,5})?" + _VALUE + r"['\"]?[ \t]{0,5}\|"
         r"[ \t]{0,5}(?:sudo\b[^|\n]{0,60}-S|passwd\b[^|\n]{0,60}--stdin|kinit\b|chpasswd\b"
         r"|sudo[ \t]{1,5}chpasswd\b|docker login\b|openssl\b|gpg\b|vncpasswd\b)"),
        (("passwd",), r"passwd\b[^|;\n]{0,60}<<<[ \t]{0,5}" + _VALUE),
        (("ftp",), r"\bftp\b[^\n]{0,100}<<[^\n]{1,60}\n(?:[^\n]{0,200}\n){0,5}?[ \t]{0,20}"
         r"user[ \t]{1,5}\S{1,100}[ \t]{1,5}" + _VALUE),
        (("PASS",), r"(?i)\bquote[ \t]{1,5}PASS[ \t]{1,5}" + _VALUE),
        (("assword",), r"assword[^\n\"]{0,20}\"[^\n\"]{0,30}\s{1,20}(?:\{\s{0,20})?"
         r"send(?:[ \t]{1,5}--)?[ \t]{1,5}\"(?P<secret>[^\"\\$\n]{1,300})"),
    )
)  # fmt: skip


def given_passwords(text: str) -> Iterator[re.Match[str]]:
    """Yield the passwords that commands are given: `mysql -pSECRET`, `echo SECRET | sudo -S`."""
    for words, pattern in _PATTERNS:
        if any(word in text for word in words):
            yield from pattern.finditer(text)
