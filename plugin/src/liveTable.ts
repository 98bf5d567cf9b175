import { DataFrame, DataFrameJSON, Field, dataFrameFromJSON } from '@grafana/data';

/** A row that carries a time in this column is gone. */
const deletedColumn = 'deleted';

/** A query's answer that is kept up to date by the rows that a live channel says have changed. */
export class LiveTable {
  private readonly rows = new Map<string, unknown[]>();

  constructor(private readonly frame: DataFrame) {
    this.merge(frame);
  }

  /**
   * Takes changed rows: one with a known key takes the old one's place, a new one goes to the end, and one that is marked deleted
   * goes away. False when a column of the answer is missing, which then has to be asked for again.
   */
  take(schema: DataFrameJSON['schema'], data: DataFrameJSON['data']): boolean {
    const changed = dataFrameFromJSON({ schema, data });
    const names = new Set(changed.fields.map((field) => field.name));
    if (!this.frame.fields.every((field) => names.has(field.name))) {
      return false;
    }
    this.merge(changed);
    return true;
  }

  /** The answer as it is now. What it says of itself as a whole, such as notices, is the query's. */
  toFrame(): DataFrame {
    const rows = [...this.rows.values()];
    // Grafana keeps what it worked out of a field's values, such as their range, in the state; other values need a new one.
    const fields = this.frame.fields.map((field, column): Field => ({
      ...field,
      state: null,
      values: rows.map((cells) => cells[column]),
    }));
    return { ...this.frame, fields, length: rows.length };
  }

  private merge(changed: DataFrame) {
    // By name: the channel has a column more, which says what is gone.
    const columns = this.frame.fields.map(({ name }) => changed.fields.find((field) => field.name === name)!);
    const keys = this.frame.meta?.uniqueRowIdFields ?? columns.map((_, column) => column);
    const deleted = changed.fields.find((field) => field.name === deletedColumn);
    for (let row = 0; row < changed.length; row++) {
      const cells = columns.map((field) => field.values[row]);
      const key = JSON.stringify(keys.map((column) => cells[column]));
      if (deleted?.values[row] != null) {
        this.rows.delete(key);
      } else {
        this.rows.set(key, cells);
      }
    }
  }
}
