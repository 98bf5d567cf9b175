// How calls end: statuses, deadlines, cancellation, peers that are slow or gone.
'use strict';

const { unary, succeed, reader, readAll } = require('./calls.js');

const aborted = 10;

const ending = ({ code, details }) => ({ code, message: details });

async function statuses({ echo }) {
  const all = [];
  for (let status = 1; status <= 16; status++) {
    all.push(ending((await unary(echo, { status, detail: '100 % naïve ✓\r\n' })).status));
  }
  const crash = await unary(echo, { crash: true });
  const { texts, error } = await readAll(echo.ServerStream({ payload: Buffer.from('x'), responses: 2, status: aborted, detail: 'after two' }));
  return { unary: all, crash: ending(crash.status), before: texts, streamed: ending(error) };
}

async function deadline({ echo }) {
  const soon = () => new Date(Date.now() + 100);
  const obedient = await unary(echo, { wait: true }, { deadline: soon() });
  const { error } = await readAll(echo.ServerStream({ ignoreCancellation: true }, { deadline: soon() }));
  return { obedient: obedient.status.code, deaf: error.code };
}

async function cancel({ echo }) {
  const call = echo.ServerStream({ payload: Buffer.from('x'), responses: 1, wait: true });
  const next = reader(call);
  await next();
  call.cancel();
  return { code: await next().then(() => 0, (error) => error.code) };
}

// Ends the process in the middle of a stream, with messages on the way.
function disappear({ echo }) {
  echo.ServerStream({ responseSize: 65536, responses: 1000 }).once('data', () => process.exit(0));
  return new Promise(() => {});
}

// Leaves a stream of 64 MiB unread while other calls go on, and sees how far the server got.
async function slowReader({ echo }) {
  const [messages, size, bound] = [1000, 65536, 4 << 20];
  const call = echo.ServerStream({ responseSize: size, responses: messages });
  await new Promise((resolve) => call.once('data', () => { call.pause(); resolve(); }));
  let written = 0;
  for (let i = 0; i < 100; i++) written = succeed(await unary(echo, { countWritten: true })).received;
  let read = 1;
  call.on('data', () => { read++; });
  call.resume();
  await new Promise((resolve, reject) => call.on('end', resolve).on('error', reject));
  return { bounded: written * size < bound, messages: read };
}

async function health({ health: client }) {
  const check = (service) => new Promise((resolve) => {
    client.Check({ service }, (error, response) => resolve({ code: error?.code ?? 0, status: response?.status }));
  });
  const watch = async (service) => {
    const call = client.Watch({ service });
    const { status } = await reader(call)();
    call.cancel();
    return status;
  };
  const missing = await new Promise((resolve) => {
    const asIs = (value) => value;
    client.makeUnaryRequest('/grpc.health.v1.Health/Missing', asIs, asIs, Buffer.alloc(0), (error) => resolve(error.code));
  });
  return {
    statuses: {
      'check ': (await check('')).status,
      'check plugin': (await check('plugin')).status,
      'watch plugin': await watch('plugin'),
      'watch nobody': await watch('nobody'),
    },
    unknownService: (await check('nobody')).code,
    unknownMethod: missing,
  };
}

module.exports = { statuses, deadline, cancel, disappear, 'slow-reader': slowReader, health };
