<?php

/**
 * 前端控制器：所有页面请求都从这里进入。
 */

define('PORTAL_ROOT', __DIR__);

require_once PORTAL_ROOT . '/includes/bootstrap.inc';

portal_bootstrap();
portal_dispatch(isset($_GET['q']) ? trim($_GET['q'], '/') : '');
