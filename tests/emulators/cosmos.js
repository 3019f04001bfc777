'use strict';
// node cosmos.js [--port N] [--log FILE]
//
// A local Cosmos DB endpoint for the .NET SDK in Gateway mode: plain HTTP on loopback, in memory, no authentication.
// Databases, containers and the query language are those of @vercel/cosmosdb-server. Documents are implemented here, because that
// package differs from the service where it matters most: TransactionalBatch, ETags, partitions, missing documents and limits.
// This server implements what the provider uses and refuses the rest, so that no test relies on guessed behaviour.

const fs = require('fs');
const { parseArgs } = require('util');
const { createServer } = require('./cosmos/server');
const { endWithParent } = require('./end-with-parent');

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '0' }, log: { type: 'string' } } });

// One line for each request, written before the answer, so that a test that has the answer finds the line.
const file = options.log && fs.openSync(options.log, 'a');
const log = file ? line => fs.writeSync(file, `${line}\n`) : () => {};

endWithParent();
createServer(log).listen(Number(options.port), '127.0.0.1', function ready() {
  console.log(`ready http://127.0.0.1:${this.address().port}/`);
});
