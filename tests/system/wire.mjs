// Bytes over TLS that no client library would send.
import tls from 'node:tls';

const connect = (stack) =>
  new Promise((done, fail) => {
    const socket = tls.connect({ host: 'localhost', port: stack.port, ca: stack.ca }, () => done(socket));
    socket.once('error', fail);
  });

// What the gateway answers to `pieces`, until it closes; { status, headers, body, text }. It must close by itself:
// send `Connection: close`, or something that ends the connection.
export async function exchange(stack, ...pieces) {
  const socket = await connect(stack);
  const chunks = [];
  return new Promise((done, fail) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? done(parse(chunks)) : fail(error)));
    socket.on('close', () => done(parse(chunks)));
    for (const piece of pieces) socket.write(piece);
  });
}

// Sends the pieces and goes away without waiting for an answer.
export async function abandon(stack, ...pieces) {
  const socket = await connect(stack);
  socket.on('error', () => {});
  for (const piece of pieces) await new Promise((done) => socket.write(piece, done));
  await new Promise((done) => { socket.once('close', done); socket.destroy(); });
}

function parse(chunks) {
  const text = Buffer.concat(chunks).toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = text.slice(end + 4);
  let json;
  try { json = JSON.parse(body); } catch { json = undefined; }
  return { status: Number(first.split(' ')[1]), headers, body, json, text };
}
