import { DataFrameJSON, FieldType, dataFrameFromJSON } from '@grafana/data';
import { LiveTable } from './liveTable';

const schema: DataFrameJSON['schema'] = {
  name: 'sync_status',
  meta: { uniqueRowIdFields: [0, 1], notices: [{ severity: 'info', text: 'cut' }] },
  fields: [
    { name: 'cluster', type: FieldType.string },
    { name: 'application', type: FieldType.string },
    { name: 'sync', type: FieldType.string },
    { name: 'deleted', type: FieldType.time },
  ],
};

const frame = dataFrameFromJSON({
  schema,
  data: {
    values: [
      ['a', 'a', 'b'],
      ['web', 'api', 'web'],
      ['ok', 'ok', 'ok'],
      [null, null, null],
    ],
  },
});
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

  expect(
    table.take(schema, {
      values: [
        ['a', 'c', 'a'],
        ['api', 'new', 'web'],
        ['failed', 'ok', 'ok'],
        [null, null, 1],
      ],
    })
  ).toBe(true);

  expect(rows(table)).toEqual(['a api failed', 'b web ok', 'c new ok']);
});

test('the answer that it began with stays as it was', () => {
  const table = new LiveTable(frame);
  table.take(schema, { values: [['a'], ['web'], ['failed'], [null]] });

  expect(frame.fields[2]?.values).toEqual(['ok', 'ok', 'ok']);
  expect(table.toFrame().meta).toBe(frame.meta);
});

test('rows of other columns are refused', () => {
  const other = { ...schema, fields: schema!.fields.slice(0, 3) };
  expect(new LiveTable(frame).take(other, { values: [['a'], ['web'], ['ok']] })).toBe(false);
});

test('a deleted row that comes back is there again', () => {
  const table = new LiveTable(frame);
  table.take(schema, { values: [['b'], ['web'], ['ok'], [1]] });
  table.take(schema, { values: [['b'], ['web'], ['new'], [null]] });

  expect(rows(table)).toEqual(['a web ok', 'a api ok', 'b web new']);
});
