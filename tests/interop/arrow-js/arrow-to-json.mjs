// Reads Arrow files with apache-arrow and prints what it found, so that tests can compare it with what was written.
//
//   arrow-to-json [FILE...]         one JSON line a file: schema, metadata and all cells
//   arrow-to-json --rows [FILE...]  one JSON line a row: {"field": cell, ...}
//
// Without a file, or for "-", standard input is read. 64-bit integers and times (nanoseconds since 1970) are texts of
// digits; NaN, Infinity, -Infinity and -0 are texts; binary cells are their UTF-8 text, an error where they are not UTF-8.
import { readFileSync, writeSync } from 'node:fs';
import { DataType, Precision, TimeUnit, Vector, tableFromIPC } from 'apache-arrow';

const FLUSH_AT = 1 << 20; // characters collected before they are written
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

let pending = '';

function print(text) {
  pending += text;
  if (pending.length >= FLUSH_AT) flush();
}

function flush() {
  let bytes = Buffer.from(pending);
  pending = '';
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error; // the reader of a pipe is slower than we are
    }
  }
}

function floatText(value) {
  if (Object.is(value, -0)) return '"-0"';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

/** A function that gives the cell in a row of one column of one batch as JSON text. */
function cellReader(data) {
  const { type } = data;
  // The getter of apache-arrow would make milliseconds of a time, so its column of nanoseconds is read.
  if (DataType.isTimestamp(type)) return (row) => (data.getValid(row) ? `"${data.values[row]}"` : 'null');
  const vector = new Vector([data]);
  const text = textOf(type);
  return (row) => {
    const value = vector.get(row);
    return value === null ? 'null' : text(value);
  };
}

function textOf(type) {
  if (DataType.isInt(type) && type.bitWidth === 64) return (value) => `"${value}"`;
  if (DataType.isFloat(type)) return floatText;
  if (DataType.isBinary(type)) return (value) => JSON.stringify(strictUtf8.decode(value));
  return (value) => JSON.stringify(value);
}

function typeName(type) {
  if (DataType.isTimestamp(type)) return `Timestamp<${TimeUnit[type.unit]}${type.timezone ? `, ${type.timezone}` : ''}>`;
  if (DataType.isFloat(type)) return `Float<${Precision[type.precision]}>`;
  return String(type);
}

function printTable(table) {
  const fields = table.schema.fields.map((field) => ({
    name: field.name,
    type: typeName(field.type),
    nullable: field.nullable,
    metadata: Object.fromEntries(field.metadata),
  }));
  const { numRows: rows, batches } = table;
  const head = { metadata: Object.fromEntries(table.schema.metadata), fields, rows, batches: batches.filter((batch) => batch.numRows > 0).length };
  print(JSON.stringify(head).slice(0, -1) + ',"columns":[');
  for (let column = 0; column < fields.length; column++) {
    print(column > 0 ? ',[' : '[');
    let separator = '';
    for (const batch of batches) {
      const cell = cellReader(batch.data.children[column]);
      for (let row = 0; row < batch.numRows; row++) {
        print(separator + cell(row));
        separator = ',';
      }
    }
    print(']');
  }
  print(']}\n');
}

function printRows(table) {
  const keys = table.schema.fields.map((field) => `${JSON.stringify(field.name)}:`);
  for (const batch of table.batches) {
    const cells = batch.data.children.map(cellReader);
    for (let row = 0; row < batch.numRows; row++) print(`{${cells.map((cell, column) => keys[column] + cell(row)).join(',')}}\n`);
  }
}

const asRows = process.argv[2] === '--rows';
const files = process.argv.slice(asRows ? 3 : 2);
for (const file of files.length > 0 ? files : ['-']) {
  const table = tableFromIPC(readFileSync(file === '-' ? 0 : file));
  if (asRows) printRows(table);
  else printTable(table);
}
flush();
