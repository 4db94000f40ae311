<?php

/**
 * 站点配置。
 */

$databases = array(
  'default' => array(
    'default' => array(
      'driver' => 'mysql',
      'database' => 'portal',
      'username' => 'portal',
      'password' => 'P0rtal@Hpe#77',
      'host' => '10.20.3.11',
      'port' => '3306',
      'prefix' => '',
      'charset' => 'utf8mb4',
    ),
  ),
);

$hash_salt = 'vT3mXq8-Zr1LwKc5_yHn0PdGb7sJeUa9';

$conf['site_name'] = '培训中心门户网站';
$conf['file_public_path'] = 'sites/default/files';
$conf['thumbnail_width'] = 160;

ini_set('session.gc_maxlifetime', 1440);
ini_set('session.cookie_httponly', 1);

date_default_timezone_set('Asia/Shanghai');
