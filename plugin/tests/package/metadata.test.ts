/**
 * The checks of plugin.json, logos, screenshots and texts that @grafana/plugin-validator documents; the program itself fetches a
 * binary, which closed networks refuse. What it asks of the catalog (published, signature, organization) has no place here, and its
 * check of build tools wants Grafana's scaffold, which this plugin does without on purpose.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { files, manifest, plugin, read, sizeOf } from './built';

const readme = () => read('README.md');

test('metadata: id, type and names are of the form that Grafana demands', () => {
  expect(manifest.id).toMatch(/^[a-z0-9]+-[a-z0-9]+-datasource$/);
  expect(manifest.type).toBe('datasource');
  expect(manifest.name).not.toMatch(/plugin|datasource|grafana/i);
  expect(manifest.info.author.name).toBeTruthy();
});

test('metadata: version and date are filled in, and the version is the one of the service', () => {
  const build = readFileSync(path.join(plugin, '..', 'Directory.Build.props'), 'utf8');
  const version = /<VersionPrefix>(.+)</.exec(build)?.[1];

  expect(manifest.info.version).toBe(version);
  expect(manifest.info.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(manifest.info.updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(JSON.parse(readFileSync(path.join(plugin, 'package.json'), 'utf8')).version).toBe(version);
  for (const name of ['plugin.json', 'README.md', 'CHANGELOG.md']) {
    expect(read(name)).not.toMatch(/%VERSION%|%TODAY%|%PLUGIN_ID%/);
  }
});

test('metadata: the range of Grafana versions is open above', () => {
  expect(manifest.dependencies.grafanaDependency).toBe('>=11.6.0');
  expect(manifest.dependencies.plugins).toEqual([]);
});

test('discoverability: description and keywords are there', () => {
  expect(manifest.info.description.length).toBeGreaterThan(20);
  expect(manifest.info.keywords.length).toBeGreaterThan(2);
});

test('metadata paths: every path is inside the package and names a file', () => {
  const { logos, screenshots } = manifest.info;
  const paths = [logos.small, logos.large, ...screenshots.map((shot: { path: string }) => shot.path)];

  expect(files()).toEqual(expect.arrayContaining(paths));
  expect(paths.filter((name) => name.startsWith('/') || name.includes('..'))).toEqual([]);
});

test('screenshots: they have names and are large enough to read', () => {
  expect(manifest.info.screenshots.length).toBeGreaterThan(0);
  for (const { name, path: file } of manifest.info.screenshots) {
    expect(name).toBeTruthy();
    expect(sizeOf(file).width).toBeGreaterThanOrEqual(800);
  }
});

test('safe links: every link is https', () => {
  const links: Array<{ url: string }> = manifest.info.links ?? [];
  const inText = [...readme().matchAll(/\]\((?!#)([^)\s]+)\)/g)].map((match) => ({ url: match[1]! }));

  expect([...links, ...inText].filter(({ url }) => !url.startsWith('https://'))).toEqual([]);
});

test('readme: it is a text of its own for users, without developers’ words or raw HTML', () => {
  expect(readme().length).toBeGreaterThan(800);
  expect(readme()).not.toMatch(/\b(yarn|npm|webpack|nodejs|mage)\b/i);
  expect(readme()).not.toMatch(/<\w+[^>]*>/);
  expect(readme()).not.toMatch(/create-plugin|data source backend plugin template|@grafana\/toolkit/i);
});

test('unsafe svg: images hold shapes only', () => {
  for (const file of files().filter((name) => name.endsWith('.svg'))) {
    expect(read(file)).not.toMatch(/<(script|foreignObject|iframe|use|image|a)\b|\bon\w+=|href=|javascript:/i);
  }
});
