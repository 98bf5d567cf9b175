import { DataFrame } from '@grafana/data';

/**
 * A frame that does not tell the places of its key columns. Grafana 11's table reads those columns by number, after transformations
 * that may have left fewer, and then shows an error instead. What needs the keys, the live table, has used them by now.
 */
export function withoutRowKeys(frame: DataFrame): DataFrame {
  return frame.meta?.uniqueRowIdFields ? { ...frame, meta: { ...frame.meta, uniqueRowIdFields: undefined } } : frame;
}
