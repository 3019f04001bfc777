'use strict';
// Request charges are approximate, so that a wasteful store becomes visible. They are close to the service's charges for small
// documents with hardly any index: a read of 4 KB costs 1.15 here and 1.14 there, a write 6.68 and 6.7. Only a real account is exact.

const kilobytes = bytes => Math.max(1, Math.ceil(bytes / 1024));

exports.read = bytes => 1 + 0.05 * (kilobytes(bytes) - 1);
exports.write = bytes => 5 + 0.42 * kilobytes(bytes);
exports.query = documents => 2.3 + documents.reduce((sum, bytes) => sum + exports.read(bytes), 0);
exports.format = charge => charge.toFixed(2);
