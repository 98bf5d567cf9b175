import { t } from '@grafana/i18n';
import { Combobox, Input, RadioButtonGroup } from '@grafana/ui';
import React, { ChangeEvent, KeyboardEvent, useState } from 'react';
import { QueryParameter } from '../queryDescription';
import { ParameterLabel } from './ParameterLabel';
import { labelOf } from './fieldNames';
import { TightField } from './TightField';

interface Props {
  id: string;
  parameter: QueryParameter;
  value: string | number | undefined;
  onChange: (value: string | number | undefined) => void;
}

/** One value: a choice, a text or a number. */
export function ParameterField(props: Props) {
  return props.parameter.choices?.length ? <ChoiceField {...props} /> : <TypedField {...props} />;
}

function ChoiceField({ id, parameter, value, onChange }: Props) {
  const choices = parameter.choices ?? [];
  const options = choices.map((choice) => ({ value: choice, label: labelOf(choice) }));
  const chosen = String(value ?? choices[0]);
  // The first choice holds when none is given, so it needs no place in the saved query.
  const choose = (choice: string) => onChange(choice === choices[0] ? undefined : choice);
  return (
    <TightField label={<ParameterLabel id={id} parameter={parameter} />}>
      {choices.length <= 3 ? (
        <RadioButtonGroup
          id={id}
          options={options}
          value={chosen}
          onChange={choose}
          aria-label={labelOf(parameter.name)}
        />
      ) : (
        <Combobox id={id} options={options} value={chosen} onChange={(option) => choose(option.value)} />
      )}
    </TightField>
  );
}

/** What is typed counts when the field is left, or with Enter: not every letter is a question. */
function TypedField({ id, parameter, value, onChange }: Props) {
  const saved = value === undefined ? '' : String(value);
  const [draft, setDraft] = useState<string>();
  const isCount = parameter.kind === 'count';
  const shown = draft ?? saved;
  const error = isCount && !isWhole(shown) ? t('parameter-field.whole-number', 'A whole number from 1') : undefined;
  const commit = () => {
    if (draft !== undefined && !error) {
      setDraft(undefined);
      if (draft !== saved) {
        onChange(draft === '' ? undefined : isCount && /^\d+$/.test(draft) ? Number(draft) : draft);
      }
    }
  };
  return (
    <TightField label={<ParameterLabel id={id} parameter={parameter} />} invalid={Boolean(error)} error={error}>
      <Input
        id={id}
        value={shown}
        inputMode={isCount ? 'numeric' : undefined}
        placeholder={isCount ? t('parameter-field.default', 'Default') : t('parameter-field.anything', 'Anything')}
        onChange={(event: ChangeEvent<HTMLInputElement>) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && commit()}
      />
    </TightField>
  );
}

/** Nothing, a number from 1, or a variable that will be one. */
function isWhole(text: string): boolean {
  return text === '' || /^[1-9]\d*$/.test(text) || text.startsWith('$');
}
