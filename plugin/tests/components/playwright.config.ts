import { defineConfig } from '@playwright/test';

/** Component tests: the built plugin in a real Chromium, on a page that stands for Grafana. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../artifacts/components',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '../../artifacts/components.json' }]],
  use: {
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
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
