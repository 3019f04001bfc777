'use strict';

// Standard input closes when the parent process ends, however it ends, so no server is left running.
exports.endWithParent = () => process.stdin.on('end', () => process.exit()).resume();
