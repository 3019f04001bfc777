'use strict';
const http = require('http');
const { randomUUID } = require('crypto');
const Account = require('@vercel/cosmosdb-server/lib/account').default;
const findRoute = require('@vercel/cosmosdb-server/lib/routes').default;
const charge = require('./charge');
const { answerDocuments } = require('./requests');

const documentsPath = /^\/+dbs\/([^/?]+)\/colls\/([^/?]+)\/docs(?:\/([^/?]+))?\/?$/;

// The ETag of key ranges, which never change here.
const unchanged = '"1"';

exports.createServer = log => {
  let account;
  let served = 0;
  const server = http.createServer(async (request, response) => {
    let answer;
    try {
      answer = await route(account, request, response);
    } catch (error) {
      answer = { status: 400, body: JSON.stringify({ code: 'BadRequest', message: error.message }) };
    }

    response.writeHead(answer.status, headers(answer, ++served));
    log(`${request.method} ${request.url} ${answer.status}`);
    response.end(answer.body);
  });

  // The SDK keeps connections open for longer than Node does, so a request on a connection that was just closed would sometimes fail.
  server.keepAliveTimeout = 0;
  return server.on('listening', () => { account = createAccount(server.address()); });
};

function createAccount({ address, port }) {
  const account = new Account(address, port);
  for (const location of [...account.read().writableLocations, ...account.read().readableLocations]) {
    location.databaseAccountEndpoint = `http://${address}:${port}/`;
  }

  return account;
}

async function route(account, request, response) {
  const path = documentsPath.exec(request.url);
  if (path) {
    const [databaseId, containerId, id] = path.slice(1).map(part => part && decodeURIComponent(part));
    return answerDocuments(account.database(databaseId).collection(containerId), id, request);
  }

  const found = findRoute(request);
  if (!found) return { status: 400, body: '{"code":"BadRequest","message":"no route"}' };
  const [parameters, handler] = found;
  // The SDK reads a container's key ranges as a change feed until it gets 304, which means that there are no more.
  if (request.headers['a-im'] && request.headers['if-none-match']) return { status: 304, etag: unchanged };
  const body = await handler(account, request, response, parameters);
  return { status: response.statusCode, etag: body?._etag ?? (request.headers['a-im'] && unchanged), body: JSON.stringify(body) };
}

function headers({ status, subStatus, etag, charge: units = 1, continuation, count, binary }, served) {
  const all = {
    'content-type': binary ? 'application/octet-stream' : 'application/json',
    'x-ms-activity-id': randomUUID(),
    'x-ms-request-charge': charge.format(units),
    'x-ms-session-token': `0:-1#${served}`,
    'x-ms-substatus': subStatus,
    'x-ms-continuation': continuation,
    'x-ms-item-count': count,
    lsn: served,
    etag,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
