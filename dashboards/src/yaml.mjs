// Writes plain objects as YAML that people can read: texts in double quotes, which JSON and YAML share, and short lists on one line.

const shortest = /^[A-Za-z][A-Za-z0-9_-]*$/;

export function yaml(value, indent = '') {
  if (Array.isArray(value)) return value.map((entry) => `${indent}- ${inside(entry, `${indent}  `)}`).join('');
  return Object.entries(value)
    .map(([key, entry]) => `${indent}${key}:${below(entry, indent)}`)
    .join('');
}

function below(value, indent) {
  if (isBranch(value)) return `\n${yaml(value, `${indent}  `)}`;
  return ` ${leaf(value)}\n`;
}

/** An object in a list begins on the line of its dash. */
function inside(value, indent) {
  return isBranch(value) ? yaml(value, indent).slice(indent.length) : `${leaf(value)}\n`;
}

function isBranch(value) {
  return typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every((entry) => typeof entry !== 'object'));
}

function leaf(value) {
  if (Array.isArray(value)) return `[${value.map(leaf).join(', ')}]`;
  return typeof value === 'string' &&
    shortest.test(value) &&
    !['true', 'false', 'null', 'yes', 'no', 'on', 'off'].includes(value.toLowerCase())
    ? value
    : JSON.stringify(value);
}
