<?php
define('SRV', '10.1.2.3');
$opt = array('Database' => 'erp', 'UID' => 'sa', 'PWD' => 's3cretMark77');
$c = sqlsrv_connect("tcp:10.1.2.3\\INST, 1433", $opt);
$p = pg_connect("host=10.1.2.3 port=5432 dbname='shop' user=u password=s3cretMark77");
$o = oci_connect('hr', 's3cretMark77', '//10.1.2.3:1521/ORCL');
$m = new mysqli(SRV, 'u', 's3cretMark77', 'shop', 3306);
$r = new Redis();
$r->connect('10.1.2.9', 6379);
$r->auth('s3cretMark77');
$l = ldap_connect('ldaps://ldap.corp');
$x = curl_init("http://u:s3cretMark77@api.corp:8080/x?y={$z}");
$g = new MongoDB\Client('mongodb://u:s3cretMark77@10.1.2.3:27017/shop');
function strip(&$a) { while (list($k) = each($a)) strip($a[$k]); }
if (@ini_get('magic_quotes_gpc')) { strip($_GET); }
`ls -l`; $s = new SoapClient('http://soap.corp/s?wsdl'); $t = $u{0};
