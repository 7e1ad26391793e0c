// A model as the API shows it, in the shape of the SDK's `ModelInfo`.
import type { Json } from './json.ts';
import type { SimModel } from './models.ts';

function supported(yes: boolean): Json {
  return { supported: yes };
}

function displayName({ id }: SimModel): string {
  const [, line = '', ...version] = id.replace(/-\d{8}$/, '').split('-');
  return `Claude ${line.charAt(0).toUpperCase()}${line.slice(1)} ${version.join('.')}`.trim();
}

function capabilities(model: SimModel): Json {
  const effort = (name: SimModel['efforts'][number]) => supported(model.efforts.includes(name));
  const thinking = (type: SimModel['thinking'][number]) => supported(model.thinking.includes(type));
  return {
    batch: supported(true),
    citations: supported(true),
    code_execution: supported(true),
    context_management: {
      supported: true,
      clear_thinking_20251015: supported(true),
      clear_tool_uses_20250919: supported(true),
      compact_20260112: model.context > 200_000 ? supported(true) : null,
    },
    effort: {
      supported: model.efforts.length > 0,
      low: effort('low'),
      medium: effort('medium'),
      high: effort('high'),
      xhigh: effort('xhigh'),
      max: effort('max'),
    },
    image_input: supported(true),
    pdf_input: supported(true),
    server_tools: { supported: true, code_execution: supported(true), web_search: supported(true) },
    structured_outputs: supported(model.structured),
    thinking: {
      supported: true,
      types: {
        adaptive: thinking('adaptive'),
        between_tools: thinking('between_tools'),
        disabled: thinking('disabled'),
        enabled: thinking('enabled'),
      },
    },
  };
}

export function modelToWire(model: SimModel): Json {
  return {
    id: model.id,
    type: 'model',
    display_name: displayName(model),
    created_at: model.createdAt,
    lifecycle: model.lifecycle,
    deprecated_at: model.deprecatedAt,
    retires_at: model.retiresAt,
    line: model.line === '3' ? 'haiku' : model.line,
    max_input_tokens: model.context,
    max_tokens: model.maxTokens,
    capabilities: capabilities(model),
  };
}
