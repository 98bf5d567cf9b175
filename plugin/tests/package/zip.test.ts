/** The archive as Grafana installs it, made by scripts/package-plugin.sh from what is built. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { files, manifest, plugin } from './built';

const script = path.join(plugin, '..', 'scripts', 'package-plugin.sh');
const folder = mkdtempSync(path.join(tmpdir(), 'plugin-package-'));
const env = { ...process.env, SOURCE_DATE_EPOCH: '1767225600' };

afterAll(() => rmSync(folder, { recursive: true }));

function pack(name: string, ...more: string[]): string {
  const output = path.join(folder, name);
  return execFileSync(script, ['--built', '--output', output, ...more], { env, encoding: 'utf8' }).trim();
}

const names = (archive: string) => execFileSync('unzip', ['-Z1', archive], { encoding: 'utf8' }).trim().split('\n');

test('zip: one folder, named as the plugin is, holds everything that is built', () => {
  const archive = pack('plain');

  expect(path.basename(archive)).toBe(`${manifest.id}-${manifest.info.version}.zip`);
  expect(names(archive)).toEqual(
    files()
      .map((name) => `${manifest.id}/${name}`)
      .sort()
  );
});

test('zip: what Grafana starts can be started where the archive is unpacked', () => {
  const installed = path.join(folder, 'installed');
  execFileSync('unzip', ['-q', pack('unpacked'), '-d', installed]);
  const launcher = path.join(installed, manifest.id, `${manifest.executable}_linux_amd64`);
  const settings = { grafana_plugin_type: 'datasource', GF_PLUGIN_COMPANION_ADDRESS: 'no port' };
  const { status, stderr } = spawnSync(launcher, { env: { ...env, ...settings }, encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stderr).toContain('companion_address has no port');
});

test('zip: it is the same whenever it is made', () => {
  expect(readFileSync(pack('once')).equals(readFileSync(pack('twice')))).toBe(true);
});

test('zip: a service is bundled where the launcher looks for it, and can be started', () => {
  const service = path.join(folder, 'service');
  mkdirSync(service);
  writeFileSync(path.join(service, 'gitops'), '#!/bin/sh\necho "the service"\n');
  chmodSync(path.join(service, 'gitops'), 0o700);
  const installed = path.join(folder, 'bundled');
  execFileSync('unzip', ['-q', pack('with-service', '--service', service), '-d', installed]);
  const launcher = path.join(installed, manifest.id, `${manifest.executable}_linux_amd64`);
  const settings = { grafana_plugin_type: 'datasource', GF_PLUGIN_COMPANION_ADDRESS: '' };

  expect(execFileSync(launcher, { env: { ...env, ...settings }, encoding: 'utf8' })).toBe('the service\n');
});

test('zip: a folder without a service is refused', () => {
  const { status, stderr } = spawnSync(script, ['--built', '--service', folder], { encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stderr).toContain('holds no service');
});
