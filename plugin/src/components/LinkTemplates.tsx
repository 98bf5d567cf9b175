import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Combobox, IconButton, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import React, { ChangeEvent, useId } from 'react';
import { isAddress } from '../dataLinks';
import { LinkTemplate } from '../types';
import { labelOf } from './fieldNames';
import { TightField } from './TightField';

/** Columns that people link from; others can be typed. */
const columns = ['application', 'cluster', 'environment', 'namespace', 'project', 'repository', 'author'];
const example = 'https://wiki.example.org/${__data.fields.application}';

interface Props {
  links: LinkTemplate[];
  onChange: (links: LinkTemplate[]) => void;
}

/** The links that columns get in every answer, one row each. */
export function LinkTemplates({ links, onChange }: Props) {
  const change = (index: number, changed: LinkTemplate) =>
    onChange(links.map((link, place) => (place === index ? changed : link)));
  return (
    <Stack direction="column" gap={2}>
      <Text color="secondary" variant="bodySmall">
        {t(
          'link-templates.description',
          'Links from the cells of a column, in every answer that has it. The address may hold other cells of the row by the names of their columns.'
        )}
      </Text>
      {links.map((link, index) => (
        <LinkRow
          key={index}
          number={index + 1}
          link={link}
          onChange={(changed) => change(index, changed)}
          onRemove={() => onChange(links.filter((_, place) => place !== index))}
        />
      ))}
      <div>
        <Button
          variant="secondary"
          size="sm"
          icon="plus"
          onClick={() => onChange([...links, { column: 'application', title: '', url: '' }])}
        >
          {t('link-templates.add', 'Add link')}
        </Button>
      </div>
    </Stack>
  );
}

interface RowProps {
  number: number;
  link: LinkTemplate;
  onChange: (link: LinkTemplate) => void;
  onRemove: () => void;
}

function LinkRow({ number, link, onChange, onRemove }: RowProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const isWrong = link.url !== '' && !isAddress(link.url);
  const error = isWrong ? t('link-templates.wrong', 'Begin with https://, http:// or /') : undefined;
  return (
    <div className={styles.row} role="group" aria-label={t('link-templates.link', 'Link {{number}}', { number })}>
      <TightField label={t('link-templates.column', 'Column')} htmlFor={`${id}-column`}>
        <Combobox
          id={`${id}-column`}
          options={columns.map((value) => ({ value, label: labelOf(value) }))}
          value={link.column}
          createCustomValue
          onChange={({ value }) => onChange({ ...link, column: value })}
        />
      </TightField>
      <TightField label={t('link-templates.title', 'Title')} htmlFor={`${id}-title`}>
        <Input
          id={`${id}-title`}
          value={link.title}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChange({ ...link, title: event.target.value })}
        />
      </TightField>
      <TightField label={t('link-templates.url', 'Address')} htmlFor={`${id}-url`} invalid={isWrong} error={error}>
        <Input
          id={`${id}-url`}
          value={link.url}
          placeholder={example}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChange({ ...link, url: event.target.value })}
        />
      </TightField>
      <IconButton
        name="trash-alt"
        className={styles.remove}
        tooltip={t('link-templates.remove', 'Remove link {{number}}', { number })}
        onClick={onRemove}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    alignItems: 'start',
    gap: theme.spacing(1),
    gridTemplateColumns: 'minmax(120px, 1fr) minmax(120px, 1fr) minmax(200px, 2fr) auto',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  // Beside the inputs, which stand below their labels.
  remove: css({
    marginTop: theme.spacing(3.5),
    [theme.breakpoints.down('sm')]: { marginTop: 0, justifySelf: 'start' },
  }),
});
