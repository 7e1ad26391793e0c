// Recipes as YAML, to be read and reviewed by people.
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { fieldsText, readFieldsText } from '../core/answer/fields-text.ts';
import { defaultSettings, SPLITS } from '../core/draft/settings.ts';
import { EFFORTS, THINKING } from '../core/draft/thinking.ts';
import { UserError } from '../core/errors.ts';
import { type Recipe, readRecipeName, recipeSettings } from '../core/recipe/recipe.ts';

type Content = Pick<Recipe, 'name' | 'settings' | 'columns'>;

const Document = z.strictObject({
  recipe: z.string(),
  prompt: z.string(),
  system: z.string().nullish(),
  model: z.string(),
  max_tokens: z.int().min(1),
  effort: z.enum(EFFORTS).nullish(),
  thinking: z.enum(THINKING).nullish(),
  fields: z.string().nullish(),
  id_column: z.string().nullish(),
  split: z.enum(SPLITS).nullish(),
  sheet: z.string().nullish(),
  batch_requests: z.int().min(1).nullish(),
  duplicates: z.enum(['merge', 'send-all']).nullish(),
  cache: z.enum(['on', 'off']).nullish(),
  columns: z.array(z.string()).nullish(),
});

/** @returns the recipe as YAML; what is as always is left out */
export function recipeToYaml({ name, settings, columns }: Content): string {
  const { answerFields } = settings;
  const document: z.infer<typeof Document> = {
    recipe: name,
    prompt: settings.prompt ?? '',
    ...(settings.system === null ? {} : { system: settings.system }),
    model: settings.model,
    max_tokens: settings.maxTokens,
    ...(settings.effort ? { effort: settings.effort } : {}),
    ...(settings.thinking ? { thinking: settings.thinking } : {}),
    ...(answerFields.length === 0 ? {} : { fields: fieldsText(answerFields) }),
    ...(settings.idColumn === null ? {} : { id_column: settings.idColumn }),
    ...(settings.split === null ? {} : { split: settings.split }),
    ...(settings.sheet === null ? {} : { sheet: settings.sheet }),
    ...(settings.batchRequests === null ? {} : { batch_requests: settings.batchRequests }),
    ...(settings.mergesDuplicates ? {} : { duplicates: 'send-all' as const }),
    ...(settings.usesCache ? {} : { cache: 'off' as const }),
    columns: [...columns],
  };
  return stringify(document, { lineWidth: 0 });
}

/** @throws UserError that says what is wrong with it */
export function recipeFromYaml(text: string): Content {
  const document = readDocument(text);
  const read = readFieldsText(document.fields ?? '');
  if (!read.ok) throw new UserError('recipe-file', `fields: ${read.message}`, read.next);
  const settings = recipeSettings({
    ...defaultSettings(document.model),
    prompt: document.prompt,
    system: document.system ?? null,
    maxTokens: document.max_tokens,
    effort: document.effort ?? null,
    thinking: document.thinking ?? null,
    answerFields: read.fields,
    idColumn: document.id_column ?? null,
    split: document.split ?? null,
    sheet: document.sheet ?? null,
    batchRequests: document.batch_requests ?? null,
    mergesDuplicates: document.duplicates !== 'send-all',
    usesCache: document.cache !== 'off',
  });
  return { name: readRecipeName(document.recipe), settings, columns: document.columns ?? [] };
}

function readDocument(text: string): z.infer<typeof Document> {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new UserError(
      'recipe-file',
      `The file is no YAML: ${said.slice(0, 200)}`,
      'Mend it and drop it again.',
    );
  }
  const read = Document.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new UserError(
    'recipe-file',
    `The file is no recipe: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'it cannot be read'}.`,
    'Write it as /batch recipe export does.',
  );
}
