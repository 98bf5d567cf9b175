import { createReadStream, existsSync } from 'node:fs';
import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

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

/** Some icons are Grafana's own and in none of its packages. */
function sendIcon(name: string, response: ServerResponse) {
  const file = path.join(icons, name);
  response.setHeader('content-type', 'image/svg+xml');
  if (existsSync(file)) {
    createReadStream(file).pipe(response);
  } else {
    response.end('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g /></svg>');
  }
}

/** What Grafana's backend answers. */
export interface Reply {
  status?: number;
  json: unknown;
}

/** The page's server, and who answers for Grafana's backend at the moment. */
export interface Server {
  address: string;
  answer?: (url: URL, body: string) => Reply;
  stop: () => void;
}

async function sendReply(answer: Server['answer'], url: URL, request: IncomingMessage, response: ServerResponse) {
  const { status, json } = answer?.(url, await text(request)) ?? { status: 503, json: {} };
  response.writeHead(status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

/** Serves the page, its files and Grafana's backend on loopback; what it gives back ends it. */
export async function serve(): Promise<Server> {
  const files: Record<string, string> = {
    '/host.js': path.join(plugin, 'artifacts', 'host', 'host.js'),
    '/module.js': path.join(plugin, 'dist', 'module.js'),
  };
  for (const file of Object.values(files)) {
    if (!existsSync(file)) {
      throw new Error(`${file} is not there: run npm run build and npm run build:host first`);
    }
  }
  const served: Server = { address: '', stop: () => server.close() };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://grafana');
    const { pathname } = url;
    const icon = /^\/public\/build\/img\/icons\/([\w/-]+\.svg)$/.exec(pathname)?.[1];
    const font = /^\/public\/fonts\/\w+\/([\w-]+)\.woff2$/.exec(pathname)?.[1];
    const file = files[pathname];
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(html);
    } else if (pathname.startsWith('/api/')) {
      void sendReply(served.answer, url, request, response);
    } else if (icon) {
      sendIcon(icon, response);
    } else if (font) {
      sendFont(font, response);
    } else if (file) {
      // The browser keeps the megabytes of Grafana's libraries, and what it compiled of them, from one test to the next.
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.setHeader('cache-control', 'max-age=3600');
      createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  served.address = `http://127.0.0.1:${port}`;
  return served;
}
