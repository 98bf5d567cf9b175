// Writes the dashboards beside this file and the alert rules: node dashboards/build.mjs [--check]
// With --check it writes nothing and fails where a file differs from what it would write.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import alerting from './src/alerting.mjs';
import application from './src/application.mjs';
import argocd from './src/argocd.mjs';
import deployments from './src/deployments.mjs';
import fleet from './src/fleet.mjs';
import flux from './src/flux.mjs';
import { yaml } from './src/yaml.mjs';

const dashboards = { application, fleet, deployments, argocd, flux };
const files = {
  ...Object.fromEntries(
    Object.entries(dashboards).map(([name, dashboard]) => [`${name}.json`, `${JSON.stringify(dashboard, undefined, 2)}\n`]),
  ),
  '../provisioning/alerting/gitops.yaml':
    '# Written by dashboards/build.mjs out of dashboards/src/alerting.mjs.\n' +
    '# Grafana reads this at its start (folder provisioning/alerting). Rules ask the data sources `gitops` and `prometheus`.\n' +
    yaml(alerting),
};

const isCheck = process.argv.includes('--check');

for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  if (!isCheck) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  } else if (read(file) !== text) {
    console.error(`${name} is not what dashboards/src makes: run node dashboards/build.mjs`);
    process.exitCode = 1;
  }
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
