'use strict';
const { randomUUID } = require('crypto');
const charge = require('./charge');

const sizeLimit = 2 * 1024 * 1024;
const validId = /^[^/\\?#]{1,255}$/;
const writes = new Set(['create', 'replace', 'upsert']);

/** The documents of one container, by partition and id. */
class Documents {
  #container;
  #path;
  #partitions = new Map();
  #created = 0;

  constructor(container) {
    this.#container = container;
    this.#path = container.read().partitionKey.paths[0].slice(1).split('/');
  }

  /** Every document of a partition, or of all partitions when no key is given, in order of creation. */
  list(key) {
    const partitions = key ? [this.#partition(key)] : [...this.#partitions.values()];
    return partitions.flatMap(partition => [...partition.values()]).sort((a, b) => a.number - b.number);
  }

  /**
   * Runs operations on one partition, all or none. Each operation sees the changes of those before it; the partition is changed only
   * when all succeed. The results end with the first failure. The method is synchronous, so no other request can run in between.
   */
  run(key, operations) {
    const partition = this.#partition(key);
    const changed = new Map();
    const results = [];
    for (const operation of operations) {
      const held = changed.has(operation.id) ? changed.get(operation.id) : partition.get(operation.id);
      const result = this.#attempt(operation, held, key);
      results.push(result);
      if (result.status >= 400) return results;
      if (operation.type !== 'read') changed.set(operation.id, result.entry);
    }

    for (const [id, entry] of changed) entry ? partition.set(id, entry) : partition.delete(id);
    return results;
  }

  #attempt({ type, id, document, ifMatch }, held, key) {
    if (writes.has(type)) {
      const refusal = this.#refuse(id, document, key);
      if (refusal) return refusal;
    }

    if (type === 'create') return held ? { status: 409, charge: charge.read(held.size) } : this.#write(201, document);
    if (!held) return type === 'upsert' ? this.#write(201, document) : { status: 404, charge: charge.read(0) };
    if (type === 'read') return { status: 200, entry: held, charge: charge.read(held.size) };
    if (ifMatch && ifMatch !== '*' && ifMatch !== held.etag) return { status: 412, charge: charge.read(held.size) };
    if (type === 'delete') return { status: 204, charge: charge.write(held.size) };
    return this.#write(200, document, held.number);
  }

  #refuse(id, document, key) {
    if (Buffer.byteLength(JSON.stringify(document)) > sizeLimit) return { status: 413, charge: 0 };
    if (typeof document.id !== 'string' || !validId.test(document.id) || document.id !== id) return { status: 400, charge: 0 };
    if (JSON.stringify([this.#valueOfKey(document)]) !== key) return { status: 400, subStatus: 1001, charge: 0 };
    return undefined;
  }

  #write(status, document, number = ++this.#created) {
    const etag = `"${randomUUID()}"`;
    const rid = this.#container.documents._rid(number);
    const _self = this.#container.documents._self(rid);
    const json = JSON.stringify({ ...document, _rid: rid, _self, _etag: etag, _attachments: 'attachments/', _ts: Math.floor(Date.now() / 1000) });
    const entry = { number, etag, json, size: Buffer.byteLength(json) };
    return { status, entry, charge: charge.write(entry.size) };
  }

  // A document without a partition key belongs to the partition that the SDK writes as an empty object.
  #valueOfKey(document) {
    return this.#path.reduce((value, name) => value?.[name], document) ?? {};
  }

  #partition(key) {
    if (!this.#partitions.has(key)) this.#partitions.set(key, new Map());
    return this.#partitions.get(key);
  }
}

module.exports = { Documents, sizeLimit };
