import { Icon, Label, Stack, Tooltip } from '@grafana/ui';
import React from 'react';
import { QueryParameter } from '../queryDescription';
import { labelOf } from './fieldNames';

/** A field's name, with its line of help behind an icon. */
export function ParameterLabel({ id, parameter }: { id: string; parameter: QueryParameter }) {
  return (
    <Label htmlFor={id}>
      <Stack direction="row" gap={0.5} alignItems="center">
        <span>{labelOf(parameter.name)}</span>
        <Tooltip content={parameter.help}>
          <Icon name="info-circle" size="sm" tabIndex={0} />
        </Tooltip>
      </Stack>
    </Label>
  );
}
