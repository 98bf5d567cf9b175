import { QueryDescription } from '../types';

export interface QueryFields {
  repositories?: string[];
  search?: string;
  limit?: number;
  format?: 'logs' | 'table';
  environments?: string[];
}

export const queries: QueryDescription[] = [];
