import { createReadStream, existsSync } from 'node:fs';
import { ServerResponse, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';

const plugin = path.join(__dirname, '..', '..');
const icons = path.join(plugin, 'node_modules', '@grafana', 'ui', 'dist', 'public', 'img', 'icons');

const html = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>GitOps</title>
  <link rel="icon" href="data:," />
  <body style="margin: 0">
    <div id="page"></div>
    <script>window.grafanaBootData = { settings: {}, user: {} };</script>
    <script src="/host.js"></script>
  </body>
</html>`;

/** Grafana's font where Debian's package of it is installed; without it the pages are merely less pretty. */
function sendFont(name: string, response: ServerResponse) {
  const file = `/usr/share/fonts/opentype/inter/${name}.otf`;
  if (existsSync(file)) {
    createReadStream(file).pipe(response);
  } else {
    response.writeHead(204).end();
  }
}

/** Serves the page and its files on loopback; what it gives back ends it. */
export async function serve(): Promise<{ address: string; stop: () => void }> {
  const files: Record<string, string> = {
    '/host.js': path.join(plugin, 'artifacts', 'host', 'host.js'),
    '/module.js': path.join(plugin, 'dist', 'module.js'),
  };
  for (const file of Object.values(files)) {
    if (!existsSync(file)) {
      throw new Error(`${file} is not there: run npm run build and npm run build:host first`);
    }
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://grafana');
    const icon = /^\/public\/build\/img\/icons\/([\w/-]+\.svg)$/.exec(pathname)?.[1];
    const file = icon ? path.join(icons, icon) : files[pathname];
    const font = /^\/public\/fonts\/inter\/(Inter-\w+)\.woff2$/.exec(pathname)?.[1];
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(html);
    } else if (file && existsSync(file)) {
      response.setHeader('content-type', icon ? 'image/svg+xml' : 'text/javascript; charset=utf-8');
      createReadStream(file).pipe(response);
    } else if (font) {
      sendFont(font, response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
