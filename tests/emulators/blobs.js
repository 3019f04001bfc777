'use strict';
// node blobs.js [--blobPort N]
//
// Azurite's blob service on loopback, in memory. Prints "Azurite Blob service successfully listens on http://127.0.0.1:PORT" when ready.
// It refuses versions of the protocol that came after it, although the calls that are made here have not changed: hence no check.

const { endWithParent } = require('./end-with-parent');

endWithParent();
if (!process.argv.includes('--blobPort')) process.argv.push('--blobPort', '0');
process.argv.push('--blobHost', '127.0.0.1', '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', '--silent');
require('azurite/dist/src/blob/main');
