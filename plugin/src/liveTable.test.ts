import { DataFrameJSON, FieldType, dataFrameFromJSON } from '@grafana/data';
import { LiveTable } from './liveTable';

const columns = ['cluster', 'application', 'sync'].map((name) => ({ name, type: FieldType.string }));
const meta = { uniqueRowIdFields: [0, 1], notices: [{ severity: 'info' as const, text: 'cut' }] };

/** What the query answers, and what the channel tells: a column more, which says what is gone. */
const answered: DataFrameJSON['schema'] = { name: 'sync_status', meta, fields: columns };
const schema: DataFrameJSON['schema'] = {
  ...answered,
  fields: [{ name: 'deleted', type: FieldType.time }, ...columns],
};

const values = [
  ['a', 'a', 'b'],
  ['web', 'api', 'web'],
  ['ok', 'ok', 'ok'],
];
const frame = dataFrameFromJSON({ schema: answered, data: { values } });
const rows = (table: LiveTable) => {
  const { fields, length } = table.toFrame();
  return Array.from({ length }, (_, row) =>
    fields
      .slice(0, 3)
      .map((field) => field.values[row])
      .join(' ')
  );
};

test('a changed row takes the old place, a new one goes to the end, a deleted one goes away', () => {
  const table = new LiveTable(frame);

  const changes = [
    [null, null, 1],
    ['a', 'c', 'a'],
    ['api', 'new', 'web'],
    ['failed', 'ok', 'ok'],
  ];

  expect(table.take(schema, { values: changes })).toBe(true);
  expect(rows(table)).toEqual(['a api failed', 'b web ok', 'c new ok']);
});

test('the answer that it began with stays as it was', () => {
  const table = new LiveTable(frame);
  table.take(schema, { values: [[null], ['a'], ['web'], ['failed']] });

  expect(frame.fields[2]?.values).toEqual(['ok', 'ok', 'ok']);
  expect(table.toFrame().meta).toBe(frame.meta);
});

test('rows without a column of the answer are refused', () => {
  const other = { ...schema, fields: schema!.fields.slice(0, 3) };
  expect(new LiveTable(frame).take(other, { values: [[null], ['a'], ['web']] })).toBe(false);
});

test('a deleted row that comes back is there again', () => {
  const table = new LiveTable(frame);
  table.take(schema, { values: [[1], ['b'], ['web'], ['ok']] });
  table.take(schema, { values: [[null], ['b'], ['web'], ['new']] });

  expect(rows(table)).toEqual(['a web ok', 'a api ok', 'b web new']);
});
