import { DataFrame, FieldType, getRowUniqueId, toDataFrame } from '@grafana/data';
import { withoutRowKeys } from './rowKeys';

const names = ['environment', 'application', 'cluster'];
const frame: DataFrame = {
  ...toDataFrame({ fields: names.map((name) => ({ name, type: FieldType.string, values: ['a'] })) }),
  meta: { uniqueRowIdFields: [1, 2], notices: [{ severity: 'info', text: 'cut' }] },
};

/** What is left when somebody shows fewer columns. */
const fewer = (shown: DataFrame): DataFrame => ({ ...shown, fields: shown.fields.slice(0, 2) });

test("Grafana's table can name the rows of a table with fewer columns", () => {
  expect(() => getRowUniqueId(fewer(frame), 0)).toThrow();
  expect(getRowUniqueId(fewer(withoutRowKeys(frame)), 0)).toBeUndefined();
});

test('all else of a frame stays', () => {
  expect(withoutRowKeys(frame).meta?.notices).toEqual(frame.meta?.notices);
  expect(withoutRowKeys({ ...frame, meta: undefined }).meta).toBeUndefined();
});
