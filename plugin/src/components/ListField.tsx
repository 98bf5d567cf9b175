import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import { ComboboxOption, MultiCombobox } from '@grafana/ui';
import React from 'react';
import { QueryParameter } from '../queryDescription';
import { ParameterLabel } from './ParameterLabel';
import { TightField } from './TightField';

interface Props {
  id: string;
  parameter: QueryParameter;
  values: string[];
  onChange: (values: string[]) => void;
  /** Values to choose from that contain a text; without it, values are typed. */
  load?: (search: string) => Promise<string[]>;
}

/** Any of several values: from the companion, a dashboard's variable, or typed. Nothing chosen means all. */
export function ListField({ id, parameter, values, onChange, load }: Props) {
  const options = async (search: string): Promise<ComboboxOption[]> => {
    const listed = parameter.choices ?? (await load?.(search).catch(() => [])) ?? [];
    const all = [...variables(), ...listed];
    return all.filter((value) => contains(value, search)).map((value) => ({ value, label: value }));
  };
  return (
    <TightField label={<ParameterLabel id={id} parameter={parameter} />}>
      <MultiCombobox
        id={id}
        options={options}
        value={values.map((value) => ({ value, label: value }))}
        onChange={(chosen) => onChange(chosen.map((option) => String(option.value)))}
        placeholder={t('list-field.all', 'All')}
        createCustomValue
        isClearable
      />
    </TightField>
  );
}

function variables(): string[] {
  return getTemplateSrv()
    .getVariables()
    .map((variable) => `$${variable.name}`);
}

function contains(value: string, search: string): boolean {
  return value.toLowerCase().includes(search.toLowerCase());
}
