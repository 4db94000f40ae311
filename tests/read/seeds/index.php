<?php
namespace App; use PDO;
/* mysql_connect('x'); */
$c = mysqli_connect('10.1.1.5', 'u', "p"); $x{0} = &new Foo; $f = fn($a) => $a ?? 1;
session_start(); file_put_contents('/data/a.txt', <<<EOT
hello $x[1] {$y['a']}
EOT
); match(true) { default => 1 }; ?>
<html>
