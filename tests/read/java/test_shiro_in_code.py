"""Chains that Java source hands to Shiro: who may ask, as far as the code itself says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import items, one

POM = """<project><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
<packaging>war</packaging></project>"""
CONTROLLER = """package a;
import org.springframework.web.bind.annotation.*;
@RestController public class Users {
  @GetMapping("/user/list") public String list() { return ""; }
  @GetMapping("/static/logo") public String logo() { return ""; }
  @GetMapping("/login") public String login() { return ""; }
  @GetMapping("/logout") public String logout() { return ""; }
}"""
CONFIG = """package a;
import java.util.*;
import org.apache.shiro.spring.web.ShiroFilterFactoryBean;
public class ShiroConfig {
  static final String ALL = "/**";
  ShiroFilterFactoryBean filter() {
    ShiroFilterFactoryBean bean = new ShiroFilterFactoryBean();
    bean.setLoginUrl("/login");
    Map<String, Filter> filters = new LinkedHashMap<>();
    filters.put("kickout", new Filter());
    Map<String, String> chain = new LinkedHashMap<>();
    chain.put("/static/**", "anon");
    // chain.put("/user/**", "anon");
    chain.put("/logout", "logout");
    chain.put(ALL, "user,kickout");
    bean.setFilterChainDefinitionMap(chain);
    return bean;
  }
}"""
STARTER = """package a;
import org.apache.shiro.spring.web.config.DefaultShiroFilterChainDefinition;
class Config {
  static final String OPEN = "anon";
  Object chain() {
    DefaultShiroFilterChainDefinition chain = new DefaultShiroFilterChainDefinition();
    chain.addPathDefinition("/login", OPEN);
    chain.addPathDefinition("/user/**", "authc, roles[admin]");
    return chain;
  }
}"""


def _logins(folder: Path, config: str) -> dict[object, object]:
    files: dict[str, str | bytes] = {
        "pom.xml": POM,
        "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
        "src/main/java/a/Users.java": CONTROLLER,
        "src/main/java/a/ShiroConfig.java": config,
    }
    return {
        each["path"]: each["login"] for each in items(one(folder, files, "java-war"), "http.paths")
    }


def test_a_map_that_keeps_its_order(tmp_path: Path) -> None:
    assert _logins(tmp_path, CONFIG) == {
        "/user/list": True,
        "/static/logo": False,
        "/login": False,
        "/logout": None,
    }


def test_a_chain_of_shiros_own_starter(tmp_path: Path) -> None:
    found = _logins(tmp_path, STARTER)
    assert (found["/user/list"], found["/login"]) == (True, False)
    assert found["/static/logo"] is not True


@pytest.mark.parametrize(
    "put",
    [
        "for (Perm p : perms()) chain.put(p.url(), p.filters());",
        "chain.putAll(menus.all());",
        'chain.put("/user/**", filters());',
    ],
)
def test_behind_what_is_put_together_at_run_time_nothing_is_sure(tmp_path: Path, put: str) -> None:
    found = _logins(tmp_path, CONFIG.replace("    chain.put(ALL", f"    {put}\n    chain.put(ALL"))
    assert (found["/user/list"], found["/static/logo"]) == (None, False)


def test_a_map_without_an_order_tells_nothing(tmp_path: Path) -> None:
    config = CONFIG.replace("chain = new LinkedHashMap", "chain = new HashMap")
    assert set(_logins(tmp_path, config).values()) == {None}


def test_other_maps_of_paths_are_no_chain(tmp_path: Path) -> None:
    config = CONFIG.replace("ShiroFilterFactoryBean", "MenuFactory")
    assert True not in _logins(tmp_path, config).values()
