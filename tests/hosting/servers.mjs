// Servers of Debian with configurations of their own, in a folder of their own.

import { mkdirSync, writeFileSync, existsSync } from "node:fs";
import { spawn } from "node:child_process";
import { createServer, connect } from "node:net";
import { join } from "node:path";

const pause = (time) => new Promise((done) => setTimeout(done, time));

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
    socket.on("error", () => done(false));
  });
}

const user = process.getuid() === 0 ? "user www-data;" : "";

function nginx(program, work, root, site, port) {
  const module = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
  if (!existsSync(module)) throw new Error(`there is no ${module}: install libnginx-mod-http-brotli-static`);
  writeFileSync(join(work, "nginx.conf"), `
load_module ${module};
${user}
daemon off; pid "${work}/nginx.pid"; error_log "${work}/error.log"; worker_processes 1;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path "${work}/body"; proxy_temp_path "${work}/proxy"; fastcgi_temp_path "${work}/fastcgi";
  uwsgi_temp_path "${work}/uwsgi"; scgi_temp_path "${work}/scgi";
  include /etc/nginx/mime.types;
  server { listen 127.0.0.1:${port}; root "${root}"; autoindex on; include "${site}/nginx.conf"; }
}
`);
  return spawn(program, ["-p", work, "-e", join(work, "error.log"), "-c", join(work, "nginx.conf")], { stdio: "inherit" });
}

function apache(program, work, root, port) {
  const modules = [
    "mpm_event", "authz_core", "dir", "autoindex", "mime", "headers", "rewrite", "alias", "deflate", "filter",
  ];
  const load = modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n");
  const owner = process.getuid() === 0 ? "User www-data\nGroup www-data" : "";
  // With the compressing of Debian's own configuration, which twins must stand beside, and its lists of files.
  writeFileSync(join(work, "apache.conf"), `
ServerRoot "${work}"
${load}
${owner}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile "${work}/apache.pid"
DefaultRuntimeDir "${work}"
ErrorLog "${work}/error.log"
TypesConfig /etc/mime.types
AddOutputFilterByType DEFLATE text/html text/css
DocumentRoot "${root}"
<Directory "${root}">
Options Indexes FollowSymLinks
AllowOverride All
Require all granted
</Directory>
`);
  return spawn(program, ["-X", "-f", join(work, "apache.conf")], { stdio: "inherit" });
}

/** Starts a server whose root is \`root\`; gives its port and a way to end it. */
export async function start(kind, program, work, root, site) {
  mkdirSync(work, { recursive: true });
  const port = await freePort();
  const server = kind === "nginx" ? nginx(program, work, root, site, port) : apache(program, work, root, port);
  const ended = new Promise((done) => server.on("exit", done));
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 100 || server.exitCode !== null) throw new Error(`${kind} does not start; see ${work}/error.log`);
    await pause(50);
  }
  return { port, end: () => (server.kill("SIGTERM"), ended) };
}
