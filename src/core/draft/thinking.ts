// How much a model thinks before it answers, in the API's own words.

/** Of `output_config.effort`, from the quickest to the most thorough. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Kinds of `thinking`; 'enabled' is that of older models, with a budget. */
export const THINKING = ['adaptive', 'between_tools', 'disabled', 'enabled'] as const;
export type Thinking = (typeof THINKING)[number];
