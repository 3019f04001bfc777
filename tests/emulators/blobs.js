'use strict';
// node blobs.js [--blobPort N]
//
// Azurite's blob service on loopback, in memory. Prints "Azurite Blob service successfully listens on http://127.0.0.1:PORT" when ready.
// Azurite refuses protocol versions newer than itself, although the requests made here have not changed. So the check is skipped.

const { endWithParent } = require('./end-with-parent');

endWithParent();
if (!process.argv.includes('--blobPort')) process.argv.push('--blobPort', '0');
process.argv.push('--blobHost', '127.0.0.1', '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', '--silent');
require('azurite/dist/src/blob/main');
