"""OpenStack Swift with its S3 interface, which refuses a wrong signature and says what it would have signed."""
import getpass
import os
import subprocess
import sys

from rig import NotHere, free_ports, program

PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {proxy}
workers = 0
swift_dir = {folder}
user = {user}
log_level = WARNING
log_address = {folder}/no-log
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo dlo copy proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:s3api]
use = egg:swift#s3api
location = {region}
min_segment_size = 1
[filter:tempauth]
use = egg:swift#tempauth
user_ecg_clinic = {secret} .admin
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:copy]
use = egg:swift#copy
"""
SIMPLE = ("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "slo", "dlo")
STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
devices = {folder}/devices
mount_check = false
swift_dir = {folder}
user = {user}
log_level = WARNING
log_address = {folder}/no-log
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
REGION, SECRET = "us-east-1", "invented/+secret"


def needs_attributes(folder):
    try:
        os.setxattr(folder, "user.swift", b"1")
    except OSError:
        raise NotHere(f"{folder}: its file system has no extended attributes, which Swift needs") from None


def write_settings(folder, ports, user, region):
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = ecg\nswift_hash_path_prefix = ecg\n"
                                       "[swift-constraints]\nmax_header_size = 32768\n")
    proxy = PROXY.format(folder=folder, user=user, region=region, secret=SECRET, **ports)
    proxy += "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in SIMPLE)
    (folder / "proxy.conf").write_text(proxy)
    for kind in ("account", "container", "object"):
        (folder / f"{kind}.conf").write_text(STORAGE.format(folder=folder, user=user, kind=kind, port=ports[kind]))


def make_rings(folder, ports):
    """One disk, one copy."""
    builder = program("swift-ring-builder", "swift-proxy")
    (folder / "devices/d1").mkdir(parents=True)
    for kind in ("account", "container", "object"):
        name = f"{kind}.builder"
        for words in (("create", "4", "1", "0"), ("add", f"r1z1-127.0.0.1:{ports[kind]}/d1", "1"), ("rebalance",)):
            made = subprocess.run([builder, name, *words], cwd=folder, capture_output=True, text=True, check=False)
            if made.returncode > 1:  # 1 is a warning
                sys.exit(f"swift-ring-builder: {made.stdout}{made.stderr}")


def start(folder, processes, region=REGION):
    programs = {kind: program(f"swift-{kind}-server", f"swift-{kind}")
                for kind in ("account", "container", "object", "proxy")}
    memcached = program("memcached", "memcached")
    needs_attributes(folder)
    user = getpass.getuser()
    ports = dict(zip(("proxy", "account", "container", "object", "memcached"), free_ports(5)))
    write_settings(folder, ports, user, region)
    make_rings(folder, ports)
    log = folder / "log"
    processes.start(memcached, "-l", "127.0.0.1", "-p", ports["memcached"], "-u", user, log=log)
    environment = {**os.environ, "SWIFT_TEST_CONFIG_FILE": "/dev/null"}
    for kind, path in programs.items():
        processes.start(path, folder / f"{kind}.conf", log=log, cwd=folder, env=environment)
    processes.wait_for(ports.values(), log)
    return {"url": f"http://127.0.0.1:{ports['proxy']}", "access_key": "ecg:clinic", "secret_key": SECRET,
            "region": region}
