import { css, cx } from '@emotion/css';
import { Field, FieldProps, useStyles2 } from '@grafana/ui';
import React from 'react';

/** A field that leaves the distance to the others to the grid around it. Grafana 11 has no option for that. */
export function TightField({ className, ...props }: FieldProps) {
  const styles = useStyles2(getStyles);
  return <Field {...props} className={cx(styles.field, className)} />;
}

const getStyles = () => ({ field: css({ margin: 0 }) });
