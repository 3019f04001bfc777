'use strict';
// The bodies of TransactionalBatch requests and answers: "RecordIO" of "HybridRow" rows, a binary form that the SDK uses for nothing
// else. A row is a version byte and the number of its schema, a byte that flags the columns that are present, and the columns: first
// those of fixed size, then those prefixed with their length, and last the sparse columns, each with its type and number.
const { crc32 } = require('zlib');

const version = 0x81;
const schemas = { segment: 0x7fffd8f0, record: 0x7fffd8f1, result: 0x7fe15471 };
const sizes = { rowHeader: 5, segment: 10, record: 13 };
const types = { false: 2, true: 3, int32: 7, float64: 16, text: 20 };
const operations = { 0: 'create', 2: 'read', 4: 'delete', 5: 'replace', 20: 'upsert' };
const rareColumns = { 8: 'indexingDirective', 9: 'ifMatch', 10: 'ifNoneMatch', 11: 'timeToLive', 12: 'minimal' };

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get more() {
    return this.at < this.bytes.length;
  }

  skip(count) {
    this.at += count;
    return this;
  }

  byte() {
    return this.bytes[this.at++];
  }

  int32() {
    this.at += 4;
    return this.bytes.readInt32LE(this.at - 4);
  }

  // Seven bits in each byte, the lowest first; the eighth bit is set when more bytes follow.
  varInt() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  }

  take(count) {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  text() {
    return this.take(this.varInt()).toString();
  }
}

/** Reads the operations of a batch: type, id, document, ifMatch, minimal. */
exports.read = body => {
  const list = [];
  const reader = new Reader(body).skip(sizes.segment);
  while (reader.more) {
    const length = reader.skip(sizes.rowHeader).int32();
    list.push(readOperation(new Reader(reader.skip(4).take(length))));
  }

  return list;
};

function readOperation(row) {
  const present = row.skip(sizes.rowHeader).byte();
  const column = (number, value) => (present & (1 << number) ? value() : undefined);
  const type = column(0, () => row.int32());
  column(1, () => row.int32()); // resource type: always a document
  column(2, () => row.text()); // partition key: also in the header
  column(3, () => row.text()); // its hash
  const id = column(4, () => row.text());
  column(5, () => row.text()); // id in binary form, which the SDK leaves out
  const document = column(6, () => JSON.parse(row.text()));
  const operation = { type: operations[type], id: id ?? document?.id, document };
  while (row.more) {
    const valueType = row.byte();
    operation[rareColumns[row.varInt()]] = readRare(row, valueType);
  }

  return operation;
}

function readRare(row, type) {
  if (type === types.text) return row.text();
  if (type === types.int32) return row.int32();
  return type === types.true;
}

/** Writes the answer to a batch: for each operation status, subStatus, charge and, if a document remains, etag and json. */
exports.write = results => {
  const segment = Buffer.alloc(sizes.segment);
  writeHeader(segment, schemas.segment)[sizes.rowHeader] = 0b0001;
  segment.writeInt32LE(sizes.segment, sizes.rowHeader + 1);
  return Buffer.concat([segment, ...results.flatMap(writeRecord)]);
};

function writeRecord(result) {
  const row = writeResult(result);
  const record = writeHeader(Buffer.alloc(sizes.record), schemas.record);
  record.writeInt32LE(row.length, sizes.rowHeader);
  record.writeUInt32LE(crc32(row), sizes.rowHeader + 4);
  return [record, row];
}

function writeResult({ status, subStatus = 0, etag, json, charge }) {
  const fixed = writeHeader(Buffer.alloc(sizes.rowHeader + 9), schemas.result);
  fixed[sizes.rowHeader] = 0b0011 | (etag ? 0b0100 : 0) | (json ? 0b1000 : 0);
  fixed.writeInt32LE(status, sizes.rowHeader + 1);
  fixed.writeInt32LE(subStatus, sizes.rowHeader + 5);

  const requestCharge = Buffer.from([types.float64, 6, 0, 0, 0, 0, 0, 0, 0, 0]);
  requestCharge.writeDoubleLE(charge, 2);
  return Buffer.concat([fixed, ...[etag, json].filter(Boolean).map(writeText), requestCharge]);
}

function writeHeader(row, schema) {
  row[0] = version;
  row.writeUInt32LE(schema, 1);
  return row;
}

function writeText(text) {
  const bytes = Buffer.from(text);
  const length = [];
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}
