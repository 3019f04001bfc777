'use strict';

// Standard input ends with the process that started this one, however that process ended: no server is left behind.
exports.endWithParent = () => process.stdin.on('end', () => process.exit()).resume();
