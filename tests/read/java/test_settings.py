"""Which properties of a Java application are configuration."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import items, one

CLASSES = "WEB-INF/classes/"


def kept(folder: Path, files: dict[str, str | bytes]) -> list[object]:
    war = one(folder, {"WEB-INF/web.xml": "<web-app/>", **files}, "java-war")
    return [item["path"] for item in items(war, "config.files")]


def test_texts_for_people_are_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        CLASSES + "app.properties": "page.size=20\n",
        CLASSES + "LocalStrings_de.properties": "cookies.name=Name\n",
        CLASSES + "com/shop/messages_zh_CN.properties": "greeting=\\u4f60\\u597d\n",
    }
    assert kept(tmp_path, files) == [CLASSES + "app.properties"]


def test_a_file_of_texts_that_names_a_server_is_one(tmp_path: Path) -> None:
    path = CLASSES + "i18n/labels_en.properties"
    assert kept(tmp_path, {path: "mail.url=smtp://robot:Qx7mPw2z@10.1.2.3\n"}) == [path]


def test_switches_are_no_accounts_and_algorithms_no_secrets(tmp_path: Path) -> None:
    text = "single-login=false\nmulti.login=on\ndb.user=joe\npasswds.encryption.algorithm=SHA\n"
    text += "passwds.root=h8K-2wq\n"
    war = one(
        tmp_path, {"WEB-INF/web.xml": "<web-app/>", f"{CLASSES}shop.properties": text}, "java-war"
    )
    (file,) = items(war, "config.files")
    assert [(held["key"], held["holds"]) for held in file["holds"]] == [
        ("db.user", "user"),
        ("passwds.root", "secret"),
    ]


CIPHER = """<beans><bean id="rememberMe" class="org.apache.shiro.web.mgt.CookieRememberMeManager">
  <property name="cipherKey" value="#{T(org.apache.shiro.codec.Base64).decode('%s')}"/></bean>
  <bean id="other"><property name="cipherKey" value="#{@environment.getProperty('key1.of.x')}"/>
  </bean></beans>"""


def test_a_secret_that_an_expression_unpacks_is_one(tmp_path: Path) -> None:
    secret = "c2hvcC1zaHJpby1rZXkxMg=="
    files: dict[str, str | bytes] = {
        "WEB-INF/web.xml": "<web-app/>",
        f"{CLASSES}shiro.xml": CIPHER % secret,
    }
    war = one(tmp_path, files, "java-war")
    (file,) = items(war, "config.files")
    assert file["keys"] == ["beans.bean[rememberMe].cipherKey"]
    assert secret not in str(war)
