<?php

/**
 * 定时任务：发布到期的新闻，清理 30 天以前的访问记录。由系统 crontab 调用。
 */

if (PHP_SAPI !== 'cli') {
  header('HTTP/1.1 403 Forbidden');
  exit;
}

define('PORTAL_ROOT', __DIR__);

require_once PORTAL_ROOT . '/includes/bootstrap.inc';

portal_bootstrap();
$published = db_query('UPDATE {node} SET status = 1 WHERE status = 0 AND publish_on <= NOW()')->rowCount();
$removed = db_query('DELETE FROM {accesslog} WHERE created < NOW() - INTERVAL 30 DAY')->rowCount();
echo "published: $published, removed: $removed\n";
