/** The checks of the package's files that @grafana/plugin-validator documents. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { dist, files, manifest, plugin, read } from './built';

const platforms = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];
const launchers = platforms.map((platform) => `${manifest.executable}_${platform}`);

test('archive: everything that Grafana and its catalog read is at the top', () => {
  const named = ['CHANGELOG.md', 'LICENSE', 'README.md', 'module.js', 'module.js.map', 'plugin.json', ...launchers];
  const others = files().filter((name) => !named.includes(name) && !/^(img|locales)\//.test(name));

  expect(files()).toEqual(expect.arrayContaining(named));
  expect(others).toEqual([]);
});

test('binary permissions: each platform has the launcher, and it can be started', () => {
  const launcher = readFileSync(path.join(plugin, 'launcher.sh'), 'utf8');
  for (const name of launchers) {
    expect(read(name)).toBe(launcher);
    expect(statSync(path.join(dist, name)).mode & 0o777).toBe(0o755);
  }
});

test('backend binary: what needs a backend says that it has one', () => {
  expect(manifest).toMatchObject({ backend: true, alerting: true, streaming: true });
});

test('license: it is one that the catalog takes', () => {
  expect(read('LICENSE')).toMatch(/Apache License\s+Version 2\.0/);
});

test('module.js: it is AMD and needs nothing but what Grafana shares', () => {
  const [, list] = /^define\(\[([^\]]*)\]/.exec(read('module.js')) ?? [];
  const shared = [
    '@emotion/css',
    '@grafana/data',
    '@grafana/runtime',
    '@grafana/ui',
    'i18next',
    'lodash',
    'react',
    'rxjs',
  ];

  expect(list).toBeDefined();
  expect(JSON.parse(`[${list}]`).filter((name: string) => !shared.includes(name))).toEqual([]);
});

test('module.js: it runs under React 18 and 19, because it brings no JSX runtime of either', () => {
  expect(read('module.js')).not.toMatch(/react\.element|react\.transitional\.element|jsx-runtime/);
});

test('legacy platform and tracking: no Angular, no trackers, no addresses of other hosts', () => {
  const module = read('module.js');
  expect(module).not.toMatch(/angular|QueryCtrl|ConfigCtrl|SystemJS|eval\(/i);
  expect(module).not.toMatch(/google-analytics|googletagmanager|hotjar|mixpanel|segment\.io/);
});

test('source map: it names our sources as they are', () => {
  const map = JSON.parse(read('module.js.map'));
  const own = map.sources.flatMap((source: string, index: number) => {
    const name = /^webpack:\/\/[\w-]+\/\.\/(.+)$/.exec(source)?.[1];
    return name ? [{ name, text: map.sourcesContent[index] }] : [];
  });

  expect(own.map(({ name }: { name: string }) => name)).toContain('module.ts');
  for (const { name, text } of own.filter((source: { name: string }) => /\.tsx?$/.test(source.name))) {
    expect(text).toBe(readFileSync(path.join(plugin, 'src', name), 'utf8'));
  }
});

test('translations: each language that the plugin names is where Grafana looks for it', () => {
  for (const language of manifest.languages) {
    expect(() => JSON.parse(read(`locales/${language}/${manifest.id}.json`))).not.toThrow();
  }
});
