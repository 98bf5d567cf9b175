/** A query of the companion, as the resource `queries` describes it. */
export interface QueryDescription {
  name: string;
  /** What it answers, one line. */
  help: string;
  /** False when the time range of the dashboard means nothing to it. */
  hasTimeRange: boolean;
  parameters: QueryParameter[];
}

/** Something that a query can be asked. */
export interface QueryParameter {
  /** The field of the query's JSON, such as `repositories`. */
  name: string;
  /** One of its values, in the singular: what the command line and the resources call it. */
  option: string;
  /** `list` is any of several texts, `text` one text, `count` a whole number from 1. */
  kind: string;
  help: string;
  /** The resource that lists the values to choose from. */
  resource?: string | null;
  /** Whether a `!` in front of a value leaves it out. */
  canExclude?: boolean;
  /** The filters that narrow what the resource lists, in the singular. */
  narrowedBy?: string[];
  /** The only values that it takes. The first holds when none is given. */
  choices?: string[];
}
