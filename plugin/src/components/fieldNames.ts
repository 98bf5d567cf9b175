/** The label of a field, from the name that queries, the command line and the documentation use: `change_types` is "Change types". */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
