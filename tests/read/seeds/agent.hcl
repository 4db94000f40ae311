# data_dir = "/old"
datacenter = "sh1"
data_dir = "/srv/consul"
server = false
retry_join = [
  "consul-a.corp", # the first
  "consul-b.corp"
]
ports {
  http = 8500
  grpc = 8502
}
acl = { enabled = false }
encrypt = "aPuGh+5UDskRAbkLaXRzFoSOcSM+5vAK+NEYOWHJH7w="
