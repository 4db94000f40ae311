"""Routes that frameworks declare, as paths for probes, routes and smoke tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate.model.facts import Component
from migrate.read.php.routes.route import plain
from tests.read.php.sites import items, places, site

FRONT = "<?php require 'x.php';"
LARAVEL: dict[str, str | bytes] = {
    "artisan": "",
    "bootstrap/app.php": "<?php",
    "public/index.php": FRONT,
}


def paths(component: Component, kind: str = "") -> list[tuple[Any, ...]]:
    """Return path, methods and login of what routes say."""
    told = [i for i in items(component, "http.paths") if i.get("methods", "no") != "no"]
    return [(i["path"], i["methods"], i["login"]) for i in told if not kind or i["kind"] == kind]


WEB = """<?php
use Illuminate\\Support\\Facades\\Route;
Route::get('/', 'HomeController@index');
// Route::get('/gone', 'X@y');
Route::view('/about', 'about');
Route::match(['get', "post"], 'find/{word?}', function () { return app()->get('a', 'b'); });
Route::group(['prefix' => 'admin', 'middleware' => ['web', 'auth:admin']], function () {
    Route::post('/users/{user}', 'UserController@store');
    Route::prefix('reports')->group(function () {
        Route::any('daily', 'R@daily')->name('daily');
    });
});
Route::middleware('guest')->get('/hello', 'H@x');
Route::get('/me', 'H@me')->middleware(\\App\\Http\\Middleware\\Authenticate::class);
Route::resource('photos', 'PhotoController')->only(['index', 'show']);
Route::apiResource('notes', NoteController::class);
Route::prefix($dynamic)->group(function () { Route::get('/lost', 'X@y'); });
Route::get('/health', fn () => 'ok');
$cache->get('/no', 'route');
$text = "Route::get('/string', 'X')";
Auth::routes();
"""


def test_laravel(tmp_path: Path) -> None:
    found = site(tmp_path, {**LARAVEL, "routes/web.php": WEB})
    assert paths(found) == [
        ("/", ["GET"], None),
        ("/about", None, None),
        ("/find/{word}", ["GET", "POST"], None),
        ("/admin/users/{user}", ["POST"], True),
        ("/admin/reports/daily", None, True),
        ("/hello", ["GET"], None),
        ("/me", ["GET"], True),
        ("/photos", ["GET"], None),
        ("/notes", ["GET", "POST"], None),
        ("/health", ["GET"], None),
        ("/login", ["GET", "POST"], False),
    ]
    assert [path for path, _, _ in paths(found, "health")] == ["/health"]
    assert [path for path, _, _ in paths(found, "login")] == ["/login"]
    assert [path for path, _, _ in paths(found, "page")] == ["/", "/about"]
    assert places(found, "http.paths", path="/admin/users/{user}") == ["routes/web.php:8"]


API = "<?php\r\nRoute::middleware('auth:api')->get('/user', 'U@me');\r\nRoute::get('ping', 'P@p');"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"app/Providers/RouteServiceProvider.php":
          "<?php Route::prefix('api')->group(base_path('routes/api.php'));"}, "/api"),
        ({"bootstrap/app.php":
          "<?php return X::configure()->withRouting(\n  api: __DIR__.'/../routes/api.php',\n);"},
         "/api"),
        ({"bootstrap/app.php":
          "<?php X::y(api: __DIR__.'/../routes/api.php', apiPrefix: 'v2');"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_laravel_s_api_lies_where_its_provider_says(
    files: dict[str, str | bytes], expected: str | None, tmp_path: Path
) -> None:
    found = site(tmp_path, {**LARAVEL, "routes/api.php": API, **files})
    told = [(f"{expected}/user", ["GET"], True), (f"{expected}/ping", ["GET"], None)]
    assert paths(found) == (told if expected else [])


def test_lumen_and_the_first_laravel_5(tmp_path: Path) -> None:
    lumen = site(
        tmp_path / "lumen",
        {
            **LARAVEL,
            "composer.json": '{"require": {"laravel/lumen-framework": "^8.0"}}',
            "routes/web.php": "<?php $router->group(['prefix' => 'v1'], function () use ($router) {"
            " $router->get('users/{id:[0-9]+}', 'U@one'); });",
        },
    )
    assert paths(lumen) == [("/v1/users/{id}", ["GET"], None)]
    old = site(
        tmp_path / "old", {**LARAVEL, "app/Http/routes.php": "<?php Route::get('a', 'b@c');"}
    )
    assert paths(old) == [("/a", ["GET"], None)]


def test_slim_with_groups_and_optional_parts(tmp_path: Path) -> None:
    code = """<?php
$app = AppFactory::create();
$app->get('/news[/{year:\\d{4}}]', NewsAction::class);
$app->group('/api', function (RouteCollectorProxy $group) {
    $group->map(['PUT', 'DELETE'], '/items/{id}', ItemAction::class);
    $group->group('/deep', function ($g) { $g->post('', DeepAction::class); });
})->add(AuthMiddleware::class);
$container->get('/x', 'y');
$app->get('settings');
"""
    found = site(
        tmp_path,
        {"composer.json": '{"require": {"slim/slim": "^4.0"}}', "public/index.php": code},
    )
    assert paths(found) == [
        ("/news", ["GET"], None),
        ("/api/items/{id}", ["DELETE", "PUT"], True),
        ("/api/deep", ["POST"], True),
    ]


TP5: dict[str, str | bytes] = {
    "think": "",
    "application/config.php": "<?php return ['url_route_must' => false];",
    "public/index.php": FRONT,
}
CONTROLLER = """<?php
namespace app\\index\\controller;
class UserInfo extends Base {
    public function index() {}
    public function showAll() {}
    protected function inner() {}
    public static function made() {}
    public function _initialize() {}
}
class Other { public function no() {} }
"""


def test_thinkphp_5_by_its_routes_and_by_path_info(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **TP5,
        "application/index/controller/UserInfo.php": CONTROLLER,
        "application/common/controller/Base.php": "<?php class Base { function x() {} }",
        "application/route.php": "<?php\nreturn ['__pattern__' => ['name' => '\\w+'],\n"
        " '[hello]' => [':id' => ['index/hello', ['method' => 'get']]],\n"
        " 'new/:id/[:page]' => 'News/read'];",
    }
    found = site(tmp_path / "plain", files)
    assert paths(found) == [
        ("/index.php/hello/{id}", None, None),
        ("/index.php/new/{id}", None, None),
        ("/index.php/index/user_info/index", None, None),
        ("/index.php/index/user_info/showall", None, None),
    ]
    rewriting = (
        "RewriteEngine on\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ index.php/$1 [L]"
    )
    found = site(tmp_path / "rewritten", {**files, "public/.htaccess": rewriting})
    assert ("/new/{id}", None, None) in paths(found)
    must = {**files, "application/config.php": '<?php return [ "url_route_must" => true ];'}
    assert "/index.php/index/user_info/index" not in [
        p[0] for p in paths(site(tmp_path / "m", must))
    ]


def test_thinkphp_6_and_3(tmp_path: Path) -> None:
    six = site(
        tmp_path / "six",
        {
            "think": "",
            "config/app.php": "<?php",
            "composer.json": '{"require": {"topthink/framework": "^6.0"}}',
            "route/app.php": "<?php Route::rule('think/<name>$', 'a/b', 'GET|POST');"
            "Route::group('blog', function () { Route::get(':id', 'blog/read'); })"
            "->middleware(\\app\\middleware\\Auth::class);",
            "app/controller/Index.php": "<?php class Index { public function hello() {} }",
        },
    )
    assert paths(six) == [
        ("/index.php/think/{name}", ["GET", "POST"], None),
        ("/index.php/blog/{id}", ["GET"], True),
        ("/index.php/index/hello", None, None),
    ]
    three = site(
        tmp_path / "three",
        {
            "ThinkPHP/ThinkPHP.php": "<?php",
            "Application/Common/Conf/config.php": "<?php return array('URL_ROUTER_ON' => true,"
            "'URL_ROUTE_RULES' => array('news/:id\\d' => 'News/read', 'top' => 'News/top'));",
            "Application/Home/Controller/IndexController.class.php": "<?php\n"
            "class IndexController extends Controller {\n public function index() {} }",
        },
    )
    assert paths(three) == [
        ("/index.php/top", None, None),
        ("/index.php/Home/Index/index", None, None),
    ]


def test_codeigniter_3_and_4(tmp_path: Path) -> None:
    three = site(
        tmp_path / "three",
        {
            "index.php": FRONT,
            "system/core/CodeIgniter.php": "<?php",
            "application/config/routes.php": "<?php\n$route['default_controller'] = 'welcome';\n"
            "$route['product/(:num)'] = 'catalog/by_id/$1';\n"
            "$route['save']['post'] = 'x/save';\n$route['journals/(.+)'] = 'blogs/$1';\n",
        },
    )
    assert paths(three) == [
        ("/index.php/product/{num}", None, None),
        ("/index.php/save", ["POST"], None),
    ]
    four = site(
        tmp_path / "four",
        {
            "spark": "",
            "app/Config/App.php": "<?php",
            "public/index.php": FRONT,
            "public/.htaccess": "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\n"
            "RewriteRule ^([\\s\\S]*)$ index.php/$1 [L,NC,QSA]",
            "app/Config/Routes.php": "<?php $routes->get('/', 'Home::index');\n"
            "$routes->group('admin', ['filter' => 'auth'], static function ($routes) {\n"
            "  $routes->add('users/(:num)', 'Users::one/$1');\n});",
        },
    )
    assert paths(four) == [("/", ["GET"], None), ("/admin/users/{num}", None, True)]


def test_yii_2_and_1(tmp_path: Path) -> None:
    config = (
        "<?php return ['components' => ['urlManager' => ['enablePrettyUrl' => {on},"
        " 'showScriptName' => false, 'rules' => ['login' => 'site/login',"
        " 'PUT,POST post/<id:\\d+>' => 'post/update',"
        " '<controller:\\w+>/<action:\\w+>' => '<controller>/<action>']]]];"
    )
    files: dict[str, str | bytes] = {"yii": "", "web/index.php": FRONT}
    two = {**files, "config/web.php": config.replace("{on}", "true")}
    assert paths(site(tmp_path / "two", two)) == [
        ("/login", None, None),
        ("/post/{id}", ["POST", "PUT"], None),
    ]
    off = {**files, "config/web.php": config.replace("{on}", "false")}
    assert paths(site(tmp_path / "off", off)) == []
    one: dict[str, str | bytes] = {
        "index.php": FRONT,
        "protected/config/main.php": "<?php return array('components'=>array('urlManager'=>array("
        "'urlFormat'=>'path', 'rules'=>array('post/<id:\\d+>/<title:.*?>'=>'post/view'))));",
    }
    assert paths(site(tmp_path / "one", one)) == [("/index.php/post/{id}/{title}", None, None)]


SYMFONY: dict[str, str | bytes] = {"bin/console": "", "public/index.php": FRONT}
SECURITY = """security:
  firewalls:
    main:
      form_login: { login_path: /enter, check_path: /enter }
  access_control:
    - { path: ^/enter$, roles: PUBLIC_ACCESS }
    - { path: ^/admin, roles: [ROLE_ADMIN] }
"""
BLOG = """<?php
namespace App\\Controller;
#[Route('/admin/blog', name: 'blog_')]
class BlogController extends AbstractController {
    #[Route('/{page<\\d+>}', name: 'list', methods: ['GET', 'HEAD'])]
    #[Route(path: '/all', methods: ['GET'])]
    public function list(): Response { return new Response("#[Route('/no')]"); }

    /** @Route("/old", methods={"POST"}) */
    public function old() {}
    public function none() {}
}
"""
SHOP = """<?php
class ShopController {
    /**
     * @Route("/shop/{id}", name="shop", requirements={"id"="\\d+"})
     * @IsGranted("ROLE_USER")
     */
    public function show($id) {}
}
"""


def test_symfony_by_attributes_annotations_and_yaml(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        {
            **SYMFONY,
            "config/packages/security.yaml": SECURITY,
            "config/routes.yaml": "# paths\nenter:\n  path: /enter\n  controller: App\\A::b\n"
            "  methods: GET|POST\nshop:\n  resource: ../src/Controller/Shop/\n"
            "  type: attribute\n  prefix: /cn\n",
            "config/routes/dev/profiler.yaml": "x:\n  path: /_profiler\n",
            "src/Controller/BlogController.php": BLOG,
            "src/Controller/Shop/ShopController.php": SHOP,
        },
    )
    assert paths(found) == [
        ("/enter", ["GET", "POST"], False),
        ("/admin/blog/{page}", ["GET", "HEAD"], True),
        ("/admin/blog/all", ["GET"], True),
        ("/admin/blog/old", ["POST"], True),
        ("/cn/shop/{id}", None, True),
    ]
    assert [path for path, _, _ in paths(found, "login")] == ["/enter"]
    assert places(found, "http.paths", path="/enter") == ["config/routes.yaml:2"]
    assert places(found, "http.paths", path="/cn/shop/{id}") == [
        "src/Controller/Shop/ShopController.php:7"
    ]


def test_symfony_2(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        {
            "app/console": "",
            "app/config/routing.yml": "home:\n    pattern: /\napp:\n"
            "    resource: '@AppBundle/Controller/'\n    type: annotation\n",
            "src/AppBundle/Controller/ShopController.php": SHOP,
        },
    )
    assert paths(found) == [("/", None, None), ("/shop/{id}", None, True)]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a/{id?}", "/a/{id}"),
        ("{id:\\d+}/x", "/{id}/x"),
        ("a/<id:\\d+>", "/a/{id}"),
        ("a/:id", "/a/{id}"),
        ("a[/{b}[/{c}]]", "/a"),
        ("(:any)/b", "/{any}/b"),
        ("a$", "/a"),
        ("a/(.+)", None),
        ("^a", None),
        ("", "/"),
        ("x" * 400, None),
    ],
)
def test_the_spellings_of_paths(written: str, path: str | None) -> None:
    assert plain(written) == path


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<?php Route::",
        "<?php Route::group(['prefix' => [",
        "<?php " + "Route::group([], function () { " * 300,
        "<?php Route::get(['a'], 1); Route::match('x'); Route::group(); Route::resource();",
        "<?php " + "Route::get('/a', 'b');" * 3000,
    ],
)
def test_torn_and_odd_routes(source: str, tmp_path: Path) -> None:
    found = site(tmp_path, {**LARAVEL, "routes/web.php": source})
    assert found.kind == "php-site"


@pytest.mark.parametrize(
    "text", ["a: [", "- x", "a: {path: 3}", "a: &a [*a]", "\0", "a: {resource: []}"]
)
def test_odd_yaml_of_symfony(text: str, tmp_path: Path) -> None:
    files = {**SYMFONY, "config/routes.yaml": text, "config/packages/security.yaml": text}
    assert paths(site(tmp_path, files)) == []
