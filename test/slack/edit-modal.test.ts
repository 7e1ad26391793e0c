// The modal with a draft's settings, and what comes back from it.
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/core/draft/model.ts';
import type { Settings } from '../../src/core/draft/settings.ts';
import { EFFORTS } from '../../src/core/draft/thinking.ts';
import type { DraftReport } from '../../src/core/job/job.ts';
import { validateView } from '../../src/sim/slack/block-kit/validate.ts';
import { CALLBACKS } from '../../src/slack/ids.ts';
import { editModal, readEditModal } from '../../src/slack/views/edit-modal.ts';
import { makeJob, NOW, REPORT, stringsIn } from './fixture.ts';

const DAY = 24 * 3_600_000;
const MODEL: Model = {
  id: 'claude-haiku-5-5',
  displayName: 'Claude Haiku 5.5',
  lifecycle: 'active',
  retiresAt: null,
  maxOutputTokens: 64_000,
  contextTokens: 200_000,
  batch: true,
  structuredOutputs: true,
  efforts: [...EFFORTS],
  thinking: ['adaptive', 'disabled'],
};
const MODELS: Model[] = [
  MODEL,
  { ...MODEL, id: 'claude-sonnet-5-5', retiresAt: NOW + 89 * DAY },
  { ...MODEL, id: 'claude-opus-5-5', retiresAt: NOW + 91 * DAY },
  { ...MODEL, id: 'claude-opus-4-5', lifecycle: 'retired' },
  { ...MODEL, id: 'claude-sonnet-4-5', batch: false },
  { ...MODEL, id: 'claude-unpriced-1' },
];

function modal(
  settings: Partial<Settings> = {},
  report: Partial<DraftReport> | null = {},
  models: Model[] = MODELS,
): ModalView {
  const base = makeJob();
  const job = makeJob({
    settings: { ...base.settings, ...settings },
    report: report === null ? null : { ...REPORT, ...report },
  });
  const view = editModal({ job, models, now: NOW });
  expect(validateView(view, 'modal').errors).toEqual([]);
  return view;
}

function inputsOf(view: ModalView): InputBlock[] {
  return view.blocks.flatMap((block) => (block.type === 'input' && 'element' in block ? [block] : []));
}

function inputOf(view: ModalView, label: string): InputBlock {
  const input = inputsOf(view).find((block) => block.label.text === label);
  if (!input) throw new Error(`There is no input ${label}.`);
  return input;
}

function optionsOf(
  view: ModalView,
  label: string,
): { options: PlainTextOption[]; chosen: string | undefined } {
  const { element } = inputOf(view, label);
  if (element.type !== 'static_select') throw new Error(`${label} is no select.`);
  return { options: element.options as PlainTextOption[], chosen: element.initial_option?.value };
}

const labels = (view: ModalView) => inputsOf(view).map(({ label }) => label.text);

describe('the modal', () => {
  it('is the draft’s, at the revision that was seen', () => {
    const view = modal();
    expect(view.title.text).toBe('Edit draft #42');
    expect(view).toMatchObject({ callback_id: CALLBACKS.editDraft, private_metadata: '1|k3x|3|C1' });
  });

  it('has the inputs that fit the file', () => {
    const model = ['Model', 'Max tokens per answer', 'Effort', 'Thinking'];
    const rest = ['System prompt', 'Fields of the answer', ...model];
    const always = ['Prompt', ...rest];
    const ready = ['Requests per message batch', 'Duplicates'];
    const last = [...ready, 'Prompt cache'];
    expect(labels(modal())).toEqual([
      'Prompt',
      'Add columns to the prompt',
      ...rest,
      'Column for custom_id',
      ...last,
    ]);
    expect(labels(modal({}, { format: 'documents' }))).not.toContain('Duplicates');
    expect(labels(modal({}, { format: 'text', split: 'line' }))).toEqual([
      ...always,
      'Split the text by',
      ...last,
    ]);
    expect(labels(modal({}, { readyMade: true, format: 'jsonl' }))).toEqual([
      'Model',
      'Max tokens per answer',
      ...ready,
    ]);
    expect(labels(modal({}, null))).toEqual([...always, ...last]);
  });

  it('offers effort and thinking as the model allows them, and keeps what was chosen', () => {
    const labelsOf = (view: ModalView, label: string) =>
      optionsOf(view, label).options.map(({ text }) => text.text);
    expect(labelsOf(modal(), 'Thinking')).toEqual([
      'As usual for this model',
      'Adaptive: as much as a request needs',
      'Off',
    ]);
    expect(optionsOf(modal({ effort: 'low' }), 'Effort').chosen).toBe('low');
    expect(optionsOf(modal({ thinking: 'enabled' }), 'Thinking').chosen).toBe('enabled');
    const plainModel = modal({}, {}, [{ ...MODEL, efforts: [], thinking: [] }]);
    expect(labels(plainModel)).not.toContain('Effort');
    expect(labels(plainModel)).not.toContain('Thinking');
  });

  it('names the columns beside the prompt, which is needed unless the file brings its own', () => {
    expect(inputOf(modal(), 'Prompt').hint?.text).toContain('{{id}} {{name}} {{features}}');
    expect(inputOf(modal(), 'Prompt').optional).toBe(false);
    expect(inputOf(modal({}, { columns: ['Prompt'] }), 'Prompt').optional).toBe(true);
    expect(inputOf(modal({}, { format: 'text' }), 'Prompt').optional).toBe(true);
    expect(inputOf(modal(), 'System prompt').optional).toBe(true);
  });

  it('starts with what is set', () => {
    const view = modal({ prompt: 'Hi {{name}}', system: 'Be kind', maxTokens: 99, idColumn: 'ID' });
    expect(inputOf(view, 'Prompt').element).toMatchObject({ initial_value: 'Hi {{name}}', multiline: true });
    expect(inputOf(view, 'System prompt').element).toMatchObject({ initial_value: 'Be kind' });
    expect(inputOf(view, 'Max tokens per answer').element).toMatchObject({ initial_value: '99' });
    expect(optionsOf(view, 'Column for custom_id').chosen).toBe('0');
    expect(optionsOf(modal(), 'Column for custom_id').chosen).toBe('-');
  });

  it('starts empty where the number is none', () => {
    for (const maxTokens of [0, -1, 1.5, Number.NaN])
      expect(inputOf(modal({ maxTokens }), 'Max tokens per answer').element).not.toHaveProperty(
        'initial_value',
      );
  });

  it('shows a note for a text that is longer than an input may be', () => {
    expect(inputOf(modal({ prompt: 'x'.repeat(3000) }), 'Prompt')).toBeDefined();
    const view = modal({ prompt: 'x'.repeat(3001) });
    expect(labels(view)).not.toContain('Prompt');
    expect(stringsIn(view.blocks[0]).join('\n')).toContain('*Prompt* has more than the 3000 characters');
  });

  it('offers models that can be used with their price, and a retirement that is near', () => {
    const { options, chosen } = optionsOf(modal(), 'Model');
    expect(options.map(({ text }) => text.text)).toEqual([
      'claude-haiku-5-5 · $0.05 / $0.25',
      `claude-sonnet-5-5 · $1.00 / $5.00 · retires ${new Date(NOW + 89 * DAY).toISOString().slice(0, 10)}`,
      'claude-opus-5-5 · $2.00 / $10.00',
    ]);
    expect(chosen).toBe('claude-haiku-5-5');
  });

  it('keeps the current model in the list, whatever it is', () => {
    const { options, chosen } = optionsOf(modal({ model: 'claude-opus-4-5' }), 'Model');
    expect(chosen).toBe('claude-opus-4-5');
    expect(options).toHaveLength(4);
    expect(optionsOf(modal({ model: 'my-model' }), 'Model').options[0]?.text.text).toBe(
      'my-model · price not known',
    );
  });

  it('offers the priced models when the API could not be asked', () => {
    const view = editModal({ job: makeJob(), models: [] });
    expect(optionsOf(view, 'Model').options.length).toBeGreaterThan(5);
  });

  it('offers 99 columns at most, and the chosen one always', () => {
    const columns = Array.from({ length: 500 }, (_, index) => (index === 3 ? ' ' : `column ${index}`));
    const { options, chosen } = optionsOf(
      modal({ idColumn: 'column 400' }, { columns }),
      'Column for custom_id',
    );
    expect(options).toHaveLength(100);
    expect(options[0]?.text.text).toBe('Number the requests');
    expect(options[4]?.text.text).toBe('Column 4');
    expect(chosen).toBe('400');
  });

  it('shows problems that belong to no input', () => {
    const view = editModal({ job: makeJob(), models: MODELS, errors: [{ text: 'The file is <gone>.' }] });
    expect(stringsIn(view.blocks[0]).join('\n')).toContain('✋ The file is &lt;gone&gt;.');
  });
});

describe('what comes back', () => {
  const text = (value: string | null) => ({ value: { type: 'plain_text_input', value } });
  const choice = (value: string | null) => ({
    value: { type: 'static_select', selected_option: value === null ? null : { text: {}, value } },
  });

  const ticked = (options: unknown[]) => ({ value: { type: 'checkboxes', selected_options: options } });

  it('is every setting that had an input', () => {
    const values = {
      prompt: text('Hi {{name}}\n'),
      system: text(null),
      model: choice('claude-opus-5-5'),
      max_tokens: { value: { type: 'number_input', value: '64' } },
      id_column: choice('1'),
      split: choice('paragraph'),
      duplicates: ticked([]),
      cache: ticked([]),
    };
    expect(readEditModal(values, ['id', 'name'])).toEqual({
      prompt: 'Hi {{name}}\n',
      system: null,
      model: 'claude-opus-5-5',
      maxTokens: 64,
      idColumn: 'name',
      split: 'paragraph',
      mergesDuplicates: false,
      usesCache: false,
    });
    const { element } = inputOf(modal(), 'Duplicates');
    if (element.type !== 'checkboxes') throw new Error('Duplicates is no checkbox.');
    const kept = readEditModal({ duplicates: ticked(element.initial_options ?? []) }, []);
    expect(kept).toEqual({ mergesDuplicates: true });
    expect(inputOf(modal({ mergesDuplicates: false }), 'Duplicates').element).not.toHaveProperty(
      'initial_options',
    );
  });

  it('leaves out what had none', () => {
    expect(readEditModal({}, [])).toEqual({});
    expect(readEditModal({ model: choice(null) }, [])).toEqual({});
  });

  it('takes blank text as none, and numbering as no column', () => {
    expect(readEditModal({ prompt: text(' \n'), id_column: choice('-') }, ['id'])).toEqual({
      prompt: null,
      idColumn: null,
    });
    expect(readEditModal({ id_column: choice('9') }, ['id'])).toEqual({ idColumn: null });
  });

  it('refuses what Slack never sends', () => {
    expect(() => readEditModal({ prompt: 'x' }, [])).toThrow();
    expect(() => readEditModal({ prompt: { value: { value: 5 } } }, [])).toThrow();
  });
});
