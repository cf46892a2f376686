"""nginx with `gzip_static`, one worker, on an exported site: the peer that we measure against."""

import getpass
from pathlib import Path


def configure(folder: Path, export: Path, port: int) -> list[str]:
    """Write a configuration for the export and return the command that runs nginx with it.

    As fast as nginx gets: no access log, sendfile, open files cached, connections kept.
    """
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; user {getpass.getuser()};
pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types; charset utf-8;
    access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
    keepalive_requests 100000000; open_file_cache max=2000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    geo $dollar {{ default "$"; }}
    server {{
        listen 127.0.0.1:{port}; root {export};
        gzip_static on; gzip_vary on; etag on;
        add_header cache-control "no-cache" always;
        include {export}/headers.conf;
    }}
}}
""")
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
