// A grpc-js client that runs one scenario and prints its result as one line of JSON.
// Usage: node client.js SCENARIO ADDRESS
'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const scenarios = { ...require('./messages.js'), ...require('./endings.js') };

const maxMessage = 32 << 20;

function connect(address) {
  const files = ['echo.proto', 'health.proto'].map((file) => path.join(__dirname, file));
  const services = grpc.loadPackageDefinition(loader.loadSync(files, { longs: Number, enums: String, defaults: true }));
  const options = { 'grpc.max_receive_message_length': maxMessage, 'grpc.max_send_message_length': maxMessage };
  return {
    echo: new services.gitops.test.Echo(address, grpc.credentials.createInsecure(), options),
    health: new services.grpc.health.v1.Health(address, grpc.credentials.createInsecure(), options),
    // Compresses what it sends; the encoding is an option of the channel.
    gzip: new services.gitops.test.Echo(address, grpc.credentials.createInsecure(), { ...options, 'grpc.default_compression_algorithm': 2 }),
  };
}

// Keys in order, as Go's maps have them: both peers share the expected results.
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

async function main() {
  const [name, address] = process.argv.slice(2);
  if (!scenarios[name] || !address) throw new Error(`usage: client.js SCENARIO ADDRESS; scenarios: ${Object.keys(scenarios)}`);
  const clients = connect(address);
  console.log(JSON.stringify(sorted(await scenarios[name](clients))));
  Object.values(clients).forEach((client) => client.close());
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
