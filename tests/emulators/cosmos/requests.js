'use strict';
const batch = require('./batch');
const charge = require('./charge');
const query = require('./query');
const { Documents, sizeLimit } = require('./documents');

const codes = { 400: 'BadRequest', 404: 'NotFound', 405: 'MethodNotAllowed', 409: 'Conflict', 412: 'PreconditionFailed', 413: 'RequestEntityTooLarge' };
// The sub-status that distinguishes a missing container from a missing document.
const ownerNotFound = 1003;
const documentsOf = new WeakMap();

/** Answers a request for the documents of a container: status, values of headers, and body. */
exports.answerDocuments = async (container, id, request) => {
  const body = await readAll(request);
  if (!container.read()) return failure({ status: 404, subStatus: ownerNotFound });
  if (!documentsOf.has(container)) documentsOf.set(container, new Documents(container));
  return answer(documentsOf.get(container), id, request, body);
};

function answer(documents, id, { method, headers }, body) {
  const is = name => headers[`x-ms-${name}`]?.toLowerCase() === 'true';
  const key = readKey(headers);
  if (is('cosmos-is-query-plan-request')) return json(200, query.plan(JSON.parse(body).query));
  if (is('documentdb-isquery')) return answerQuery(documents, key, headers, JSON.parse(body));
  if (!key) return failure({ status: 400 });
  if (is('cosmos-is-batch-request')) return answerBatch(documents, key, body);

  const type = typeOf(method, id, is('documentdb-is-upsert'));
  if (!type) return failure({ status: 405 });
  const document = body.length > 0 ? JSON.parse(body) : undefined;
  const [result] = documents.run(key, [{ type, id: id ?? document.id, document, ifMatch: headers['if-match'] }]);
  return result.status >= 400 ? failure(result) : success(result, /minimal/.test(headers.prefer));
}

function typeOf(method, id, isUpsert) {
  if (!id) return method === 'POST' ? (isUpsert ? 'upsert' : 'create') : undefined;
  return { GET: 'read', PUT: 'replace', DELETE: 'delete' }[method];
}

function answerQuery(documents, key, headers, text) {
  const options = { maxItemCount: Number(headers['x-ms-max-item-count'] ?? 0), continuation: headers['x-ms-continuation'] };
  const { found, continuation } = query.page(documents.list(key), text, options);
  const body = `{"_rid":"","Documents":[${found.map(entry => entry.json).join()}],"_count":${found.length}}`;
  return { status: 200, body, count: found.length, continuation, charge: charge.query(found.map(entry => entry.size)) };
}

function answerBatch(documents, key, body) {
  if (body.length > sizeLimit) return failure({ status: 413 });
  const operations = batch.read(body);
  if (operations.some(operation => !operation.type)) return failure({ status: 400 });

  const results = documents.run(key, operations);
  const failed = results.at(-1).status >= 400;
  const shown = operations.map((operation, i) => {
    if (failed && i !== results.length - 1) return { status: 424, charge: 0 };
    const { status, subStatus, entry, charge: units } = results[i];
    return { status, subStatus, charge: units, etag: entry?.etag, json: operation.minimal ? undefined : entry?.json };
  });
  const total = results.reduce((sum, result) => sum + result.charge, 0);
  return { status: failed ? 207 : 200, body: batch.write(shown), charge: total, binary: true };
}

const success = ({ status, entry, charge: units }, minimal) => ({ status, body: minimal ? undefined : entry?.json, etag: entry?.etag, charge: units });
const failure = ({ status, subStatus, charge: units }) => ({ ...json(status, { code: codes[status], message: codes[status] }), subStatus, charge: units });
const json = (status, value) => ({ status, body: JSON.stringify(value) });

// Re-serialised, so that equal keys have the same form.
const readKey = headers => headers['x-ms-documentdb-partitionkey'] && JSON.stringify(JSON.parse(headers['x-ms-documentdb-partitionkey']));

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
