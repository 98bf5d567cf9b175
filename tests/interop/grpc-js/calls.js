// Promises around grpc-js's callbacks and events.
'use strict';

const grpc = require('@grpc/grpc-js');

// Resolves to the response, the initial metadata and the status, also when the call failed.
function unary(client, request, { metadata = new grpc.Metadata(), ...options } = {}) {
  return new Promise((resolve) => {
    const seen = {};
    const call = client.Unary(request, metadata, options, (error, response) => {
      seen.response = response;
      seen.error = error;
    });
    call.on('metadata', (headers) => { seen.headers = headers; });
    call.on('status', (status) => setImmediate(() => resolve({ ...seen, status })));
  });
}

function succeed({ response, error }) {
  if (error) throw error;
  return response;
}

// The next message, or null at the end; throws what the call failed with.
function reader(call) {
  const waiting = [];
  const arrived = [];
  let ending;
  const settle = () => {
    while (waiting.length > 0 && (arrived.length > 0 || ending)) {
      const { resolve, reject } = waiting.shift();
      if (arrived.length > 0) resolve(arrived.shift());
      else if (ending.error) reject(ending.error);
      else resolve(null);
    }
  };
  call.on('data', (message) => { arrived.push(message); settle(); });
  call.on('error', (error) => { ending ??= { error }; settle(); });
  call.on('end', () => { ending ??= {}; settle(); });
  return () => new Promise((resolve, reject) => { waiting.push({ resolve, reject }); settle(); });
}

async function readAll(call) {
  const next = reader(call);
  const texts = [];
  let error;
  try {
    for (let message = await next(); message; message = await next()) texts.push(message.payload.toString());
  } catch (failure) {
    error = failure;
  }
  return { texts, error };
}

// Waits for each answer before the next request, so neither side may hold a message back.
async function takeTurns(call, next, turns) {
  const texts = [];
  for (let turn = 0; turn < turns; turn++) {
    call.write({ payload: Buffer.from([97 + turn]) });
    texts.push((await next()).payload.toString());
  }
  call.end();
  if (await next()) throw new Error('more answers than requests');
  return texts;
}

module.exports = { unary, succeed, reader, readAll, takeTurns };
