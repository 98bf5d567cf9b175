// What goes through: kinds of calls, sizes, compression, metadata.
'use strict';

const grpc = require('@grpc/grpc-js');
const { unary, succeed, reader, readAll, takeTurns } = require('./calls.js');

// The payload whose message is exactly 16 MiB: a tag and a length of four bytes come before it.
const largestPayload = (16 << 20) - 5;

async function kinds({ echo }) {
  const repeated = await readAll(echo.ServerStream({ payload: Buffer.from('again'), responses: 3 }));
  const sum = await new Promise((resolve, reject) => {
    const call = echo.ClientStream((error, response) => (error ? reject(error) : resolve(response)));
    for (const text of ['one', 'two', 'three']) call.write({ payload: Buffer.from(text) });
    call.end();
  });
  const both = echo.Bidirectional();
  return {
    unary: succeed(await unary(echo, { payload: Buffer.from('hello') })).payload.toString(),
    serverStream: repeated.texts,
    clientStream: sum.received,
    bidirectional: await takeTurns(both, reader(both), 3),
  };
}

// Opens every stream, and has an answer on each, before the first one ends.
async function concurrent({ echo }) {
  const streams = await Promise.all(Array.from({ length: 100 }, async () => {
    const call = echo.Bidirectional();
    const next = reader(call);
    call.write({ payload: Buffer.from('open') });
    await next();
    return { call, next };
  }));
  await Promise.all(streams.map(({ call, next }) => takeTurns(call, next, 10)));
  return { streams: streams.length };
}

async function sizes({ echo }) {
  const both = echo.Bidirectional();
  const next = reader(both);
  both.write({ payload: pattern(largestPayload) });
  const bidirectional = (await next()).payload.length;
  both.end();
  if (await next()) throw new Error('more answers than requests');
  return { unary: await echoSizes(echo), bidirectional };
}

// Too large only after decompression: Node itself resets a stream that is answered while 16 MiB of it wait to be sent.
async function gzip({ gzip: client }) {
  const tooLarge = await unary(client, { payload: pattern(largestPayload + 1) });
  return { unary: await echoSizes(client), tooLarge: tooLarge.status.code };
}

async function echoSizes(client) {
  const sizes = [];
  for (const size of [0, 1, 4000, 65536, 1 << 20, largestPayload]) {
    const sent = pattern(size);
    const response = succeed(await unary(client, { payload: sent }));
    if (!sent.equals(response.payload)) throw new Error(`${size} bytes came back changed`);
    sizes.push(response.payload.length);
  }
  return sizes;
}

// Repeats after 251 bytes, so that blocks that were swapped show, and gzip has something to do.
function pattern(size) {
  const payload = Buffer.alloc(size);
  for (let i = 0; i < size; i++) payload[i] = i % 251;
  return payload;
}

async function metadata({ echo }) {
  const sent = new grpc.Metadata();
  for (const text of ['first', 'second, with comma']) sent.add('echo-text', text);
  for (const bytes of [[0, 1, 0xfe, 0xff], []]) sent.add('echo-bytes-bin', Buffer.from(bytes));
  sent.add('authorization', 'Bearer 1');
  const { headers, status } = await unary(echo, {}, { metadata: sent });
  return { header: readable(headers, 'echo-'), trailer: readable(status.metadata, 'trailing-') };
}

// Node joins the values of a text key that occurs twice.
function readable(all, prefix) {
  const keys = Object.keys(all.getMap()).filter((key) => key.startsWith(prefix));
  return Object.fromEntries(keys.map((key) => [
    key, all.get(key).map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)),
  ]));
}

module.exports = { kinds, concurrent, sizes, metadata, gzip };
