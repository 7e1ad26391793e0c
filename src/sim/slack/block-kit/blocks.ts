// Every block with its fields, limits and the surfaces it may appear on. docs.slack.dev/reference/block-kit/blocks
import { isObject, objectAt, objectsAt, textAt } from '../json.ts';
import { all, type Check, flag, list, number, object, oneOf, oneOfTypes, only, rule, text } from './check.ts';
import { DATA_BLOCKS } from './data-blocks.ts';
import { actionElement, button, CONTEXT_ACTION_ELEMENTS, image, inputElement } from './elements.ts';
import { LIMITS } from './limits.ts';
import { richText, richTextElements } from './rich-text.ts';
import { anyText, id, plain } from './texts.ts';

const block_id = id;

const hasTextOrFields = rule((value) =>
  value.text === undefined && value.fields === undefined ? 'text or fields is needed' : undefined,
);
const oneImageSource = rule((value) =>
  (value.image_url === undefined) === (value.slack_file === undefined)
    ? 'exactly one of image_url and slack_file is needed'
    : undefined,
);
const distinctActionIds = rule((value) => {
  const ids = objectsAt(value, 'elements').flatMap((element) => textAt(element, 'action_id') ?? []);
  return new Set(ids).size < ids.length ? 'action_id must be unique within the block' : undefined;
});
const noDispatchForFiles = rule((value) =>
  value.dispatch_action === true && textAt(objectAt(value, 'element'), 'type') === 'file_input'
    ? 'file_input cannot have dispatch_action'
    : undefined,
);
const cardHasContent = rule((value) =>
  ['hero_image', 'title', 'actions', 'body'].some((key) => value[key] !== undefined)
    ? undefined
    : 'one of hero_image, title, actions, body is needed',
);

const contextElement: Check = (value, pointer, inspection) =>
  textAt(value, 'type') === 'image'
    ? all(image, oneImageSource)(value, pointer, inspection)
    : anyText(LIMITS.sectionText)(value, pointer, inspection);

const card = all(
  object({
    block_id,
    hero_image: image,
    icon: image,
    title: anyText(LIMITS.cardTitle),
    subtitle: anyText(LIMITS.cardTitle),
    body: anyText(LIMITS.cardBody),
    actions: list(oneOfTypes({ button }, 'card action'), LIMITS.contextActionsElements, 1),
  }),
  cardHasContent,
);

const taskCard = object(
  {
    block_id,
    task_id: id,
    title: text(LIMITS.sectionText, 1),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
    details: richText,
    output: richText,
    sources: list(
      object({ url: text(LIMITS.url, 1), text: text(LIMITS.sectionText, 1) }, 'url', 'text'),
      LIMITS.selectOptions,
    ),
  },
  'task_id',
  'title',
  'status',
);

const CHILD_TYPES = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const childBlock: Check = (value, pointer, inspection) => {
  const type = textAt(value, 'type') ?? '';
  if (CHILD_TYPES.includes(type)) block(value, pointer, inspection);
  else oneOfTypes({}, 'child block')(value, pointer, inspection);
};

/** Block type → its check. */
export const BLOCKS: Record<string, Check> = {
  actions: all(
    object({ block_id, elements: list(actionElement, LIMITS.actionsElements, 1) }, 'elements'),
    distinctActionIds,
  ),
  alert: only(
    object(
      {
        block_id,
        text: anyText(LIMITS.sectionText),
        level: oneOf('default', 'info', 'warning', 'error', 'success'),
      },
      'text',
    ),
    'modal',
  ),
  card: only(card, 'message', 'home'),
  carousel: only(
    object({ block_id, elements: list(oneOfTypes({ card }, 'card'), LIMITS.carouselCards, 1) }, 'elements'),
    'message',
    'home',
  ),
  container: only(
    object(
      {
        block_id,
        title: anyText(LIMITS.cardTitle),
        rich_text_title: richText,
        subtitle: anyText(LIMITS.cardTitle),
        child_blocks: list(childBlock, LIMITS.containerChildren, 1),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: image,
        is_collapsible: flag,
        default_collapsed: flag,
      },
      'child_blocks',
    ),
    'message',
  ),
  context: object({ block_id, elements: list(contextElement, LIMITS.contextElements, 1) }, 'elements'),
  context_actions: only(
    object(
      {
        block_id,
        elements: list(oneOfTypes(CONTEXT_ACTION_ELEMENTS, 'element'), LIMITS.contextActionsElements, 1),
      },
      'elements',
    ),
    'message',
  ),
  divider: object({ block_id }),
  header: object({ block_id, text: plain(LIMITS.header), level: number(1, 4) }, 'text'),
  image: all(
    object(
      {
        block_id,
        image_url: text(LIMITS.url, 1),
        slack_file: (value, pointer, inspection) =>
          object({ id, url: text(LIMITS.url, 1) })(value, pointer, inspection),
        alt_text: text(LIMITS.altText, 1),
        title: plain(LIMITS.imageTitle),
      },
      'alt_text',
    ),
    oneImageSource,
  ),
  input: only(
    all(
      object(
        {
          block_id,
          label: plain(LIMITS.label),
          element: inputElement,
          hint: plain(LIMITS.label),
          optional: flag,
          dispatch_action: flag,
        },
        'label',
        'element',
      ),
      noDispatchForFiles,
    ),
    'modal',
    'home',
  ),
  markdown: only(object({ block_id, text: text(LIMITS.markdown, 1) }, 'text'), 'message'),
  plan: only(
    object(
      {
        block_id,
        title: text(LIMITS.sectionText, 1),
        tasks: list(oneOfTypes({ task_card: taskCard }, 'task'), LIMITS.messageBlocks),
      },
      'title',
    ),
    'message',
  ),
  rich_text: object({ block_id, elements: richTextElements }, 'elements'),
  section: all(
    object({
      block_id,
      text: anyText(LIMITS.sectionText),
      fields: list(anyText(LIMITS.sectionField), LIMITS.sectionFields, 1),
      accessory: (value, pointer, inspection) =>
        textAt(value, 'type') === 'image'
          ? all(image, oneImageSource)(value, pointer, inspection)
          : actionElement(value, pointer, inspection),
      expand: flag,
    }),
    hasTextOrFields,
  ),
  task_card: only(taskCard, 'message'),
  ...DATA_BLOCKS,
};

/** Any block. */
export const block: Check = (value, pointer, inspection) => {
  if (!isObject(value)) return oneOfTypes({}, 'block')(value, pointer, inspection);
  return oneOfTypes(BLOCKS, 'block')(value, pointer, inspection);
};
