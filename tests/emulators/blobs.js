'use strict';
// Azurite's blob service on a free loopback port, in memory, reporting to nobody.
// It prints "Azurite Blob service successfully listens on http://127.0.0.1:PORT" when it is ready.

const { endWithParent } = require('./end-with-parent');

endWithParent();
process.argv.push('--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', '--silent');
require('azurite/dist/src/blob/main');
