import { defineConfig } from '@playwright/test';

/** Component tests: the built plugin in a real Chromium, on a page that stands for Grafana. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../artifacts/components',
  fullyParallel: true,
  workers: 2,
  // Grafana's libraries take a processor some seconds to load, and machines have other things to do.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '../../artifacts/components.json' }]],
  use: {
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // As root, in a container without GPU and without a network that the browser could look for its maker in.
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync'],
      ],
    },
  },
});
