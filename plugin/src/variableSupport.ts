import { CustomVariableSupport, DataQueryRequest, DataQueryResponse, LoadingState } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { Observable, from, map } from 'rxjs';
import { CompanionDataSource } from './companion';
import { VariableQueryEditor } from './components/VariableQueryEditor';
import { interpolate } from './interpolation';
import { GitOpsVariableQuery } from './types';
import { listValues, variableQuery } from './variableQuery';

/** Dashboard variables whose values the companion lists. */
export class GitOpsVariableSupport extends CustomVariableSupport<CompanionDataSource, GitOpsVariableQuery> {
  editor = VariableQueryEditor;

  constructor(private readonly datasource: CompanionDataSource) {
    super();
  }

  override query(request: DataQueryRequest<GitOpsVariableQuery>): Observable<DataQueryResponse> {
    const query = interpolate(variableQuery(request.targets[0]), getTemplateSrv(), request.scopedVars);
    return from(listValues(this.datasource, query)).pipe(map((data) => ({ data, state: LoadingState.Done })));
  }
}
