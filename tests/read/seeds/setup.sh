#!/bin/sh
H=10.1.1.5
mysql -h $H -uroot -pseedSecret3 <<EOF
CHANGE MASTER TO MASTER_HOST='10.1.1.6', MASTER_PASSWORD='seedSecret4';
EOF
mysqldump -h 10.1.1.7 x | \
 gzip
