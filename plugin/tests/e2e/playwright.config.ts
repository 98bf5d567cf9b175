import { defineConfig } from '@playwright/test';
import type { PluginOptions } from '@grafana/plugin-e2e';
import path from 'node:path';

const grafana = process.env.GRAFANA_URL;
const user = process.env.GRAFANA_USER ?? 'admin';
const plugin = path.join(__dirname, '..', '..');

// @grafana/plugin-e2e logs in by a test of its own, and keeps what it got in this file.
const login = {
  name: 'login',
  testDir: path.join(plugin, 'node_modules', '@grafana', 'plugin-e2e', 'dist', 'auth'),
  testMatch: [/.*\.js/],
};
const session = path.join(plugin, 'playwright', '.auth', `${user}.json`);

/** End to end, in a real Grafana with a companion behind it: GRAFANA_URL names it. Without, the specs are listed and skipped. */
export default defineConfig<PluginOptions>({
  testDir: '.',
  outputDir: '../../artifacts/e2e',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '../../artifacts/e2e.json' }]],
  use: {
    baseURL: grafana,
    trace: 'retain-on-failure',
    grafanaAPICredentials: {
      user,
      password: process.env.GRAFANA_PASSWORD ?? 'admin',
    },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
    },
  },
  projects: grafana
    ? [login, { name: 'grafana', testMatch: /.*\.spec\.ts/, dependencies: ['login'], use: { storageState: session } }]
    : [{ name: 'grafana', testMatch: /.*\.spec\.ts/ }],
});
