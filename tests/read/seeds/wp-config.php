<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'geheim'); define('DB_HOST', '10.1.1.5:3307');
$table_prefix = 'wp_'; define('AUTH_KEY', 'salty');
