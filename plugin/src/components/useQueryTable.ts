import { useEffect, useState } from 'react';
import { Companion } from '../companion';
import { QueryDescription } from '../queryDescription';

/** What the companion can be asked; at first what is known without asking it. */
export function useQueryTable(datasource: Companion): QueryDescription[] {
  const [table, setTable] = useState(datasource.table);
  useEffect(() => {
    let isShown = true;
    void datasource.loadTable().then((loaded) => isShown && setTable(loaded));
    return () => {
      isShown = false;
    };
  }, [datasource]);
  return table;
}
