// A bar chart as a block of its own. @slack/types 3.2.0 does not know it yet: docs.slack.dev/changelog, 2026-06-16.
import type { KnownBlock } from '@slack/types';
import { clip } from '../limits.ts';
import { visible } from '../mrkdwn.ts';

const TITLE_CHARS = 50;
const LABEL_CHARS = 20;
const AXIS_CHARS = 50;
/** Slack takes so many bars of one series. */
export const MOST_BARS = 20;

export interface Bar {
  label: string;
  value: number;
}

/** @param bars from 1 to MOST_BARS, with labels that differ; @param unit of their values */
export function barChart(title: string, unit: string, bars: readonly Bar[]): KnownBlock {
  const named = bars
    .slice(0, MOST_BARS)
    .map(({ label, value }) => ({ label: clip(visible(label), LABEL_CHARS), value }));
  const block = {
    type: 'data_visualization',
    title: clip(visible(title), TITLE_CHARS),
    chart: {
      type: 'bar',
      series: [{ name: clip(unit, LABEL_CHARS), data: named }],
      axis_config: { categories: named.map(({ label }) => label), y_label: clip(unit, AXIS_CHARS) },
    },
  };
  return block as unknown as KnownBlock;
}
